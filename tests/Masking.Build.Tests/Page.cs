using System.Text.RegularExpressions;

namespace Masking.Build.Tests;

/// <summary>A Markdown page of the repository that users follow step by step.</summary>
internal static partial class Page
{
    /// <summary>Returns the code blocks of a page, in their order. Blocks without a language are not code.</summary>
    /// <param name="path">The path of the page, relative to the root folder of the repository.</param>
    public static IReadOnlyList<CodeBlock> Blocks(string path) => Parse(File.ReadAllText(Path.Combine(Repository.Root, path)));

    /// <summary>Returns the code blocks of a section, in their order.</summary>
    /// <param name="path">The path of the page, relative to the root folder of the repository.</param>
    /// <param name="heading">The heading of the section that contains the blocks.</param>
    public static IReadOnlyList<CodeBlock> Section(string path, string heading)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, path));
        int begin = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"{path} has no section '{heading}'.");
        int end = page.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        return Parse(end < 0 ? page[begin..] : page[begin..end]);
    }

    private static CodeBlock[] Parse(string text) =>
    [
        .. Block().Matches(text)
            .Where(block => block.Groups["language"].Length > 0)
            .Select(block => new CodeBlock(
                block.Groups["language"].Value, block.Groups["text"].Value, block.Groups["introduction"].Value)),
    ];

    [GeneratedRegex(
        @"(?:^(?!```|#)(?<introduction>[^\n]+)\n\n)?^```(?<language>\w*)\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
