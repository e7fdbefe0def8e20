using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Masking.Generators.Emitting;

/// <summary>
/// An interpolated raw string as code. Inserted text of several lines is indented like the line that it is inserted in. A line with
/// nothing but empty insertions is left out, together with one of the empty lines around it.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Template(int literalLength, int formattedCount)
{
    /// <summary>Marks the place of an empty insertion until <see cref="ToString"/> has split the text into lines.</summary>
    private const char Nothing = '\0';

    private readonly StringBuilder _text = new(literalLength + (formattedCount * 32));

    public void AppendLiteral(string text) => _text.Append(text.Replace("\r\n", "\n"));

    public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(string text)
    {
        if (text.Length == 0)
        {
            _text.Append(Nothing);
            return;
        }

        string separator = "\n" + Indentation();
        string[] lines = text.Split('\n');
        _text.Append(lines[0]);
        foreach (string line in lines.Skip(1))
        {
            _text.Append(line.Length == 0 ? "\n" : separator).Append(line);
        }
    }

    public override string ToString()
    {
        List<string> lines = [];
        foreach (string line in _text.ToString().Split('\n'))
        {
            string text = line.Replace(Nothing.ToString(), "").TrimEnd();
            bool isLeftOut = text.Length == 0 && line.Contains(Nothing);
            string before = lines.Count == 0 ? "{" : lines[lines.Count - 1];
            if (isLeftOut || (text.Length == 0 && (before.Length == 0 || before.EndsWith("{", StringComparison.Ordinal))))
            {
                continue;
            }

            if (before.Length == 0 && text.TrimStart().StartsWith("}", StringComparison.Ordinal))
            {
                lines.RemoveAt(lines.Count - 1);
            }

            lines.Add(text);
        }

        return string.Join("\n", lines).TrimEnd('\n');
    }

    /// <summary>The white space at the beginning of the current line.</summary>
    private string Indentation()
    {
        int start = _text.Length;
        while (start > 0 && _text[start - 1] != '\n')
        {
            start--;
        }

        int end = start;
        while (end < _text.Length && _text[end] == ' ')
        {
            end++;
        }

        return _text.ToString(start, end - start);
    }
}
