using System.Text.RegularExpressions;

namespace Masking.Build.Tests;

/// <summary>A Markdown page of the repository that users follow step by step.</summary>
internal static partial class Page
{
    /// <summary>Returns the code blocks of a page, in their order.</summary>
    /// <param name="path">The path of the page, relative to the root folder of the repository.</param>
    /// <param name="heading">The heading of the section that contains the blocks.</param>
    public static IReadOnlyList<CodeBlock> Section(string path, string heading)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, path));
        int begin = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"{path} has no section '{heading}'.");
        int end = page.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        string section = end < 0 ? page[begin..] : page[begin..end];
        return [.. Block().Matches(section).Select(block => new CodeBlock(block.Groups["language"].Value, block.Groups["text"].Value))];
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
