namespace Masking.Samples.Reproduction;

/// <summary>Formats tables in Markdown.</summary>
public static class MarkdownTable
{
    /// <summary>Formats a table.</summary>
    /// <param name="heading">The names of the columns.</param>
    /// <param name="rows">The cells of each row.</param>
    public static string Of(IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string>> rows) =>
        string.Join('\n', rows.Prepend([.. heading.Select(_ => "---")]).Prepend(heading).Select(Row));

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |";
}
