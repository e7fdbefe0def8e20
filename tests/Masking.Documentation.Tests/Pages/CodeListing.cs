namespace Masking.Documentation.Tests;

/// <summary>A page that shows a whole file of code in several blocks, with prose between them.</summary>
internal static class CodeListing
{
    /// <summary>The first difference between the blocks, one after the other, and the file; null if there is none.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="file">The text of the file. White space at the ends of lines and empty lines do not count.</param>
    public static string? Difference(IEnumerable<CodeBlock> blocks, string file)
    {
        (string Place, string Text)[] shown = [.. blocks.SelectMany(LinesOf), ("the end of the page", "the end")];
        string[] expected = [.. Lines(file).Select(line => line.Trim()).Where(line => line.Length > 0), "the end"];
        int same = shown.Zip(expected).TakeWhile(pair => pair.First.Text == pair.Second).Count();
        return same == expected.Length ? null : $"{shown[same].Place}: expected '{expected[same]}', got '{shown[same].Text}'";
    }

    /// <summary>A page whose blocks show a file that has changed. The blocks begin with the same members as before.</summary>
    /// <param name="page">The text of the page.</param>
    /// <param name="blocks">Its blocks that show the file.</param>
    /// <param name="file">The text of the file.</param>
    public static string Update(string page, IReadOnlyList<CodeBlock> blocks, string file)
    {
        string[] lines = Lines(file);
        int[] starts = [0, .. blocks.Skip(1).Select(block => StartOf(block, lines)), lines.Length];
        List<string> updated = [.. Lines(page)];
        foreach ((int i, CodeBlock block) in blocks.Index().Reverse())
        {
            updated.RemoveRange(block.Line, Lines(block.Text).Length);
            updated.InsertRange(block.Line, Dedented(lines[starts[i]..starts[i + 1]]));
        }

        return string.Join('\n', updated);
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private static IEnumerable<(string Place, string Text)> LinesOf(CodeBlock block) => Lines(block.Text).Index()
        .Where(line => line.Item.Trim().Length > 0)
        .Select(line => ($"{block.Page}:{block.Line + 1 + line.Index}", line.Item.Trim()));

    /// <summary>The line at which a block begins: that of its first member, or of the comments and attributes above it.</summary>
    private static int StartOf(CodeBlock block, string[] lines)
    {
        string first = Lines(block.Text).Select(line => line.Trim()).First(line => line.Length > 0 && !IsAboveMember(line));
        int start = Array.FindIndex(lines, line => line.Trim() == first);
        Assert.True(start >= 0, $"{block.Place}: the file has no line '{first}' for this block to begin with");
        while (IsAboveMember(lines[start - 1].Trim()))
        {
            start--;
        }

        return start;
    }

    private static bool IsAboveMember(string line) => line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith('[');

    private static IEnumerable<string> Dedented(string[] lines)
    {
        string[] written = [.. lines.SkipWhile(string.IsNullOrWhiteSpace).Reverse().SkipWhile(string.IsNullOrWhiteSpace).Reverse()];
        int margin = written.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return written.Select(line => line.Length == 0 ? line : line[margin..]);
    }
}
