using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Diagnostics;

/// <summary>
/// The explanation on the page of a rule under <c>docs/diagnostics</c>, which editors show as the description of the rule. The pages are
/// resources of this assembly.
/// </summary>
internal sealed class PageText(string id) : LocalizableString
{
    /// <summary>The text between the message and the examples.</summary>
    private static readonly Regex Explanation =
        new(@"```text\n.*?```\n(?<text>.*?)\n## ", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static readonly Regex Link = new(@"\[(?<text>[^\]]+)\]\([^)]+\)", RegexOptions.CultureInvariant);

    private readonly Lazy<string> _text = new(() => Read(id));

    protected override string GetText(IFormatProvider? formatProvider) => _text.Value;

    protected override int GetHash() => StringComparer.Ordinal.GetHashCode(id);

    protected override bool AreEqual(object? other) => other is PageText text && text._text.Value == _text.Value;

    /// <summary>A paragraph on one line. The rows of a table and the items of a list stay on lines of their own.</summary>
    private static string Unwrapped(string paragraph) => paragraph[0] is '|' or '-' ? paragraph : paragraph.Replace('\n', ' ');

    private static string Read(string id)
    {
        using Stream page = typeof(PageText).Assembly.GetManifestResourceStream(id + ".md");
        using StreamReader reader = new(page);
        string text = Explanation.Match(reader.ReadToEnd().Replace("\r\n", "\n")).Groups["text"].Value.Trim();
        string[] paragraphs = text.Split(["\n\n"], StringSplitOptions.RemoveEmptyEntries);
        return Link.Replace(string.Join("\n\n", paragraphs.Select(Unwrapped)), "${text}").Replace("`", "");
    }
}
