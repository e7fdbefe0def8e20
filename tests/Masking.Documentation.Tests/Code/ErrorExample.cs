using System.Text.RegularExpressions;

namespace Masking.Documentation.Tests;

/// <summary>
/// Code that must not compile: <c>#if CS0311 // docs/training.md</c>, with the id of its error and the page that names it, up to
/// <c>#endif</c>.
/// </summary>
/// <param name="Id">The id of the error.</param>
/// <param name="Page">The path of the page.</param>
/// <param name="Path">The path of the file.</param>
/// <param name="Begin">The line of <c>#if</c>, from 1.</param>
/// <param name="End">The line of <c>#endif</c>, from 1.</param>
internal sealed partial record ErrorExample(string Id, string Page, string Path, int Begin, int End)
{
    /// <summary>Finds the wrong examples of a file.</summary>
    public static IEnumerable<ErrorExample> Find(string path, string text) =>
        Region().Matches(text).Select(region => new ErrorExample(
            region.Groups["id"].Value,
            region.Groups["page"].Value,
            path,
            text.AsSpan(0, region.Index).Count('\n') + 1,
            text.AsSpan(0, region.Index + region.Length).Count('\n') + 1));

    [GeneratedRegex(@"^ *#if (?<id>\S+)(?: // (?<page>.+))?\n(?:.*\n)*? *#endif", RegexOptions.Multiline)]
    private static partial Regex Region();
}
