using System.Text.RegularExpressions;

namespace Masking.Documentation.Tests;

/// <summary>A Markdown page, divided into fenced blocks and prose.</summary>
internal sealed partial class MarkdownPage
{
    private readonly List<CodeBlock> _blocks = [];
    private readonly string[] _prose;

    private MarkdownPage(string path, string text)
    {
        Path = path;
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        _prose = [.. lines];
        for (int open = 0; open < lines.Length; open++)
        {
            Match fence = Fence().Match(lines[open]);
            if (!fence.Success)
            {
                continue;
            }

            string marks = fence.Groups["marks"].Value;
            int close = Array.FindIndex(lines, open + 1, line => line.Trim() == marks);
            Assert.True(close >= 0, $"{path}:{open + 1}: the code block is not closed with {marks}");
            string code = string.Join('\n', lines[(open + 1)..close]);
            _blocks.Add(new CodeBlock(path, open + 1, fence.Groups["language"].Value, code, IntroductionOf(open)));
            Array.Fill(_prose, "", open, close + 1 - open);
            open = close;
        }
    }

    /// <summary>All pages of the repository.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } = [.. Repository.Files(".md").Select(Read)];

    /// <summary>The path of the page from the root of the repository.</summary>
    public string Path { get; }

    /// <summary>The fenced blocks.</summary>
    public IReadOnlyList<CodeBlock> Blocks => _blocks;

    /// <summary>The lines of the page, where those of blocks are empty.</summary>
    public IReadOnlyList<string> Prose => _prose;

    /// <summary>The links and images of the prose.</summary>
    public IEnumerable<Link> Links
    {
        get
        {
            // Code is replaced by as many spaces, so that the lines of links are known.
            string text = InlineCode().Replace(string.Join('\n', _prose), code => NotLineFeed().Replace(code.Value, " "));
            return LinkTarget().Matches(text).Select(match => match.Groups["target"])
                .Select(target => new Link(text.AsSpan(0, target.Index).Count('\n') + 1, target.Value));
        }
    }

    /// <summary>What links to this page may write behind <c>#</c>: headings as GitHub writes them, and the ids of HTML elements.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            IEnumerable<string> headings = _prose.Select(line => Heading().Match(line)).Where(heading => heading.Success)
                .Select(heading => AnchorOf(heading.Groups["title"].Value))
                .GroupBy(anchor => anchor)
                .SelectMany(same => same.Select((anchor, i) => i == 0 ? anchor : $"{anchor}-{i}"));
            return headings.Concat(_prose.SelectMany(line => HtmlId().Matches(line)).Select(id => id.Groups["id"].Value)).ToHashSet();
        }
    }

    /// <summary>Returns the fenced blocks of a section, in their order.</summary>
    /// <param name="heading">The heading of the section, of the second level.</param>
    public IReadOnlyList<CodeBlock> BlocksOf(string heading)
    {
        int begin = Array.IndexOf(_prose, $"## {heading}");
        Assert.True(begin >= 0, $"{Path} has no section '{heading}'.");
        int end = Array.FindIndex(_prose, begin + 1, line => line.StartsWith("## ", StringComparison.Ordinal));
        return [.. _blocks.Where(block => block.Line > begin && (end < 0 || block.Line <= end))];
    }

    /// <summary>Reads a page.</summary>
    /// <param name="path">Its path from the root of the repository.</param>
    public static MarkdownPage Read(string path) => Parse(path, Repository.Read(path));

    /// <summary>Divides the text of a page.</summary>
    public static MarkdownPage Parse(string path, string text) => new(path, text);

    /// <summary>The last line of the paragraph before a block. The lines of an earlier block are empty already.</summary>
    private string IntroductionOf(int open) => open >= 2 && _prose[open - 1].Length == 0 && !_prose[open - 2].StartsWith('#')
        ? _prose[open - 2]
        : "";

    private static string AnchorOf(string title)
    {
        string text = MarkdownLink().Replace(title.Trim(), link => link.Groups["text"].Value).ToLowerInvariant();
        return NotOfAnchor().Replace(text, "").Replace(' ', '-');
    }

    [GeneratedRegex("^ *(?<marks>`{3,}|~{3,}) *(?<language>[^ `]*)")]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<!`)(?<marks>`+)(?!`)(?:(?!\n\n).)+?(?<!`)\k<marks>(?!`)", RegexOptions.Singleline)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\n]")]
    private static partial Regex NotLineFeed();

    /// <summary>Behind the text of a link or an image, in a definition of a link, or in HTML.</summary>
    [GeneratedRegex(
        @"\]\(\s*(?<target>[^()\s]+)|^ *\[[^]]+\]: *(?<target>\S+)|\b(?:src|srcset|href)=""(?<target>[^""]+)""", RegexOptions.Multiline)]
    private static partial Regex LinkTarget();

    [GeneratedRegex("^#{1,6} (?<title>.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"<[^>]*\b(?:id|name)=""(?<id>[^""]+)""")]
    private static partial Regex HtmlId();

    [GeneratedRegex(@"\[(?<text>[^]]*)\]\([^)]*\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex NotOfAnchor();
}
