namespace Masking.Errors;

/// <summary>Lists the rows of a batch in an error: <c>rows 0, 3, 12</c>, or <c>rows 0, 1, 2, 3, 4, 5, 6, 7 and 12 more</c>.</summary>
internal static class RowText
{
    private const int MaxListed = 8;

    public static string Of(IReadOnlyList<long> rows) =>
        $"row{(rows.Count == 1 ? "" : "s")} {string.Join(", ", rows.Take(MaxListed))}"
        + (rows.Count > MaxListed ? $" and {rows.Count - MaxListed} more" : "");
}
