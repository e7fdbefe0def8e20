namespace Masking.Documentation.Tests;

/// <summary>Reports all problems of all pages at once.</summary>
internal static class Failures
{
    /// <summary>Fails with the problems, one a line.</summary>
    public static void AssertNone(IEnumerable<string> problems)
    {
        string[] all = [.. problems];
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }
}
