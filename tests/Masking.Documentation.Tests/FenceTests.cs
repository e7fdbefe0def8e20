namespace Masking.Documentation.Tests;

/// <summary>Code blocks are written such that the tests of their language find them. A block without a language is plain text.</summary>
public sealed class FenceTests
{
    private static readonly string[] Languages = ["", "csharp", "diff", "javascript", "mermaid", "python", "sh", "text", "xml"];

    [Fact]
    public void EveryBlock_IsFound() => Failures.AssertNone(MarkdownPage.All.SelectMany(Problems));

    [Theory]
    [InlineData(
        "a\n```cs\nx\n```",
        "page.md:2: expected one of csharp, diff, javascript, mermaid, python, sh, text, xml behind the fence, got 'cs'")]
    [InlineData("> ```csharp\n> x\n> ```", "page.md:1: expected the fence at the beginning of its line")]
    public void AMistake_IsNamed(string text, string problem) =>
        Assert.Contains(problem, Problems(MarkdownPage.Parse("page.md", text)));

    private static IEnumerable<string> Problems(MarkdownPage page) =>
    [
        .. page.Blocks.Where(block => !Languages.Contains(block.Language))
            .Select(block =>
                $"{block.Place}: expected one of {string.Join(", ", Languages[1..])} behind the fence, got '{block.Language}'"),
        .. page.Prose.Index().Where(line => line.Item.Contains("```", StringComparison.Ordinal))
            .Select(line => $"{page.Path}:{line.Index + 1}: expected the fence at the beginning of its line"),
    ];
}
