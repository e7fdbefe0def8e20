namespace Masking.CodeFixes.Reading;

/// <summary>Finds the name that an author meant.</summary>
internal static class Spelling
{
    /// <summary>The names in the order of their similarity to a text.</summary>
    public static IEnumerable<string> NearestFirst(this IEnumerable<string> names, string text) =>
        names.OrderBy(name => Distance(name, text));

    /// <summary>
    /// Whether a text is probably a misspelling of a name: one letter may differ, and of longer names a third of the letters.
    /// </summary>
    public static bool IsLike(this string text, string name) => Distance(text, name) <= Math.Max(1, name.Length / 3);

    /// <summary>The number of letters to insert, remove or replace (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[other.Length];
    }
}
