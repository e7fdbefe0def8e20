namespace Masking.Documentation.Tests;

/// <summary>Links and images lead to files of this repository, and to headings that exist. Addresses on the web are not opened.</summary>
public sealed class LinkTests
{
    [Fact]
    public void EveryLink_LeadsSomewhere() => Failures.AssertNone(MarkdownPage.All.SelectMany(Problems));

    [Theory]
    [InlineData("[a](docs/lost.md)", "README.md:1: the link 'docs/lost.md' leads to no file")]
    [InlineData("text\n![a](lost.png \"title\")", "README.md:2: the link 'lost.png' leads to no file")]
    [InlineData("<img src=\"lost.png\">", "README.md:1: the link 'lost.png' leads to no file")]
    [InlineData("[a]\n\n[a]: lost.md", "README.md:3: the link 'lost.md' leads to no file")]
    [InlineData("[a](../README.md)", "README.md:1: the link '../README.md' leads out of the repository")]
    [InlineData("[a](/docs/training.md)", "README.md:1: the link '/docs/training.md' must be relative")]
    [InlineData("# Title\n[a](#titel)", "README.md:2: the link '#titel' names no heading of README.md")]
    [InlineData("[a](docs/training.md#dqm)", "README.md:1: the link 'docs/training.md#dqm' names no heading of docs/training.md")]
    public void AMistake_IsNamed(string text, string problem) =>
        Assert.Equal([problem], Problems(MarkdownPage.Parse("README.md", text)));

    [Theory]
    [InlineData("## All *cores*\n[a](#all-cores)")]
    [InlineData("## `ActiveWhen`, C# & Q-values: `a_b`\n[a](#activewhen-c--q-values-a_b)")]
    [InlineData("# [Link](docs/training.md) of it\n[a](#link-of-it)")]
    [InlineData("# Twice\n# Twice\n[a](#twice-1)")]
    [InlineData("<a id=\"here\"></a>\n[a](#here)")]
    [InlineData("[a](docs/training.md#all-cores) [b](docs) [c](https://example.org/lost)")]
    [InlineData("`[a](lost.md)`\n```text\n[a](lost.md)\n```")]
    public void AGoodLink_IsAccepted(string text) => Assert.Empty(Problems(MarkdownPage.Parse("README.md", text)));

    private static IEnumerable<string> Problems(MarkdownPage page)
    {
        foreach (Link link in page.Links.Where(link => link.IsLocal))
        {
            string? problem = Problem(page, link);
            if (problem is not null)
            {
                yield return $"{page.Path}:{link.Line}: the link '{link.Target}' {problem}";
            }
        }
    }

    private static string? Problem(MarkdownPage page, Link link)
    {
        if (link.Path.StartsWith('/'))
        {
            return "must be relative";
        }

        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page.Path))!;
        string target = link.Path.Length == 0
            ? page.Path
            : Path.GetRelativePath(Repository.Root, Path.Combine(folder, link.Path)).Replace(Path.DirectorySeparatorChar, '/');
        if (target.StartsWith("../", StringComparison.Ordinal))
        {
            return "leads out of the repository";
        }

        if (!Repository.Contains(target))
        {
            return "leads to no file";
        }

        bool namesHeading = link.Anchor.Length > 0 && target.EndsWith(".md", StringComparison.Ordinal);
        MarkdownPage targetPage = namesHeading && target != page.Path ? MarkdownPage.Read(target) : page;
        return namesHeading && !targetPage.Anchors.Contains(link.Anchor) ? $"names no heading of {target}" : null;
    }
}
