using System.Text;

namespace Masking.Generators.Emitting;

/// <summary>Writes indented C# with line feeds. A text of several lines is indented line by line.</summary>
internal sealed class SourceWriter
{
    private const int SpacesPerLevel = 4;
    private const int LongestLine = 140;

    private readonly StringBuilder _text = new();
    private int _level;

    /// <summary>An empty line, but not at the beginning of a block.</summary>
    public void Line()
    {
        if (_text.Length < 2 || _text[_text.Length - 2] != '{')
        {
            _text.Append('\n');
        }
    }

    public void Line(string text)
    {
        foreach (string line in text.Replace("\r\n", "\n").Split('\n'))
        {
            if (line.Length > 0)
            {
                _text.Append(' ', _level * SpacesPerLevel).Append(line);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Opens a brace; disposing the result closes it, with <paramref name="end"/> behind it.</summary>
    public Block Braces(string end = "")
    {
        Line("{");
        _level++;
        return new Block(this, "}" + end);
    }

    /// <summary>One level deeper, without braces.</summary>
    public Block Indented()
    {
        _level++;
        return new Block(this, null);
    }

    /// <summary>The arguments of a call, one a line, and the end of its statement.</summary>
    public void Arguments(IEnumerable<string> arguments, string separator = ",")
    {
        using (Indented())
        {
            Line(string.Join(separator + "\n", arguments) + ");");
        }
    }

    /// <summary>A list in brackets, with as many items to the line as fit, and <paramref name="end"/> behind it.</summary>
    public void List(IEnumerable<string> items, string end = ";")
    {
        List<string> lines = [""];
        foreach (string item in items)
        {
            string last = lines[lines.Count - 1];
            if (last.Length > 0 && (_level * SpacesPerLevel) + last.Length + item.Length > LongestLine)
            {
                lines.Add(item + ", ");
            }
            else
            {
                lines[lines.Count - 1] = last + item + ", ";
            }
        }

        Line("[" + string.Join("\n ", lines.Select(line => line.TrimEnd())).TrimEnd(',') + "]" + end);
    }

    public override string ToString() => _text.ToString();

    public readonly struct Block(SourceWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer._level--;
            if (end is not null)
            {
                writer.Line(end);
            }
        }
    }
}
