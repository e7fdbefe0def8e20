using System.Reflection;
using System.Text.RegularExpressions;

namespace Masking.Generators.Tests;

/// <summary>A page under <c>docs/diagnostics</c>.</summary>
internal sealed partial record DiagnosticPage(string Id, string Title, string Message, string Wrong, string Right)
{
    /// <summary>Where an example stands that is not a whole file.</summary>
    private const string Place = "// the example";

    private static readonly string Folder = Path.GetFullPath(
        Path.Join(
            typeof(DiagnosticPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value,
            "..",
            "..",
            "docs",
            "diagnostics"
        )
    );

    /// <summary>The list of all pages.</summary>
    public static string Index { get; } = File.ReadAllText(Path.Join(Folder, "README.md"));

    /// <summary>The ids of the pages that there are.</summary>
    public static string[] Ids { get; } =
        [.. Directory.GetFiles(Folder, "MASK*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>The class that the index shows, in which examples stand that begin with a member.</summary>
    public static string Context { get; } = Contexts()[0];

    /// <summary>The class that the index shows, in whose method examples of usage stand.</summary>
    public static string UsageContext { get; } = Contexts()[1];

    /// <summary>The whole page.</summary>
    public static string TextOf(string id) => File.ReadAllText(Path.Join(Folder, id + ".md"));

    public static DiagnosticPage Read(string id)
    {
        string text = TextOf(id);
        Match heading = Heading().Match(text);
        Match[] fences = [.. Fence().Matches(text).Cast<Match>()];
        Assert.Equal(
            ["text", fences[1].Groups["language"].Value, fences[1].Groups["language"].Value],
            fences.Select(fence => fence.Groups["language"].Value)
        );
        Assert.Equal(["## Wrong", "## Right"], Part().Matches(text).Cast<Match>().Select(part => part.Value));
        return new DiagnosticPage(
            heading.Groups["id"].Value,
            heading.Groups["title"].Value.Replace("`", "", StringComparison.Ordinal),
            fences[0].Groups["code"].Value.TrimEnd(),
            fences[1].Groups["code"].Value,
            fences[2].Groups["code"].Value);
    }

    /// <summary>The sources of an example.</summary>
    public string[] SourcesOf(string example) =>
        string.CompareOrdinal(Id, "MASK100") > 0 ? [Context, UsageContext.Replace(Place, example, StringComparison.Ordinal)]
        : example.Contains("class ", StringComparison.Ordinal) ? [example]
        : [Context.Replace(Place, example, StringComparison.Ordinal)];

    private static string[] Contexts()
    {
        string[] contexts =
        [
            .. Fence().Matches(Index)
                .Where(fence => fence.Groups["language"].Value == "csharp")
                .Select(fence => fence.Groups["code"].Value),
        ];
        Assert.Equal(2, contexts.Length);
        return contexts;
    }

    [GeneratedRegex(@"\A# (?<id>MASK\d{3}): (?<title>.+)\n")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^## .+$", RegexOptions.Multiline)]
    private static partial Regex Part();

    [GeneratedRegex(@"^ *```(?<language>\w+)\n(?<code>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
