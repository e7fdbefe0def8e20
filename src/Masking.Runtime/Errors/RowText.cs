namespace Masking.Errors;

/// <summary>Names the rows of a batch in an error: <c>rows 0, 3 and 12</c>.</summary>
internal static class RowText
{
    private const int RowsNamed = 8;

    public static string Of(IReadOnlyList<long> rows) =>
        $"row{(rows.Count == 1 ? "" : "s")} {string.Join(", ", rows.Take(RowsNamed))}"
        + (rows.Count > RowsNamed ? $" and {rows.Count - RowsNamed} more" : "");
}
