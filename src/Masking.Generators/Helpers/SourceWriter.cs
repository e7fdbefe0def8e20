using System.Text;

namespace Masking.Generators;

/// <summary>Writes indented C# with line feeds. A text of several lines is indented line by line.</summary>
internal sealed class SourceWriter
{
    private const int SpacesPerLevel = 4;

    private readonly StringBuilder _text = new();
    private int _level;

    public void Line() => _text.Append('\n');

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
    public void Arguments(IEnumerable<string> arguments)
    {
        using (Indented())
        {
            Line(string.Join(",\n", arguments) + ");");
        }
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
