using System.Text.RegularExpressions;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Documentation comments of generated code.</summary>
internal static class Doc
{
    /// <summary>Comments are wrapped at this length, which leaves room for the indentation of nested types.</summary>
    private const int LongestLine = 128;

    /// <summary>Words; a tag with its attributes is one word.</summary>
    private static readonly Regex Words = new(@"(?:<[^>]*>|[^\s<])+", RegexOptions.CultureInvariant);

    /// <summary>The exception of members that use TorchSharp first.</summary>
    public const string LoadException =
        $"/// <exception cref=\"{TypeNames.Masking}TorchSharpLoadException\">The native libraries of TorchSharp do not load.</exception>";

    public static string Summary(string text) => Element("summary", text);

    public static string Remarks(string text) => Element("remarks", text);

    public static string Returns(string text) => Element("returns", text);

    public static string Param(string name, string text) => Element("param", text, $" name=\"{name}\"");

    /// <summary>A summary as its author laid it out.</summary>
    public static string Summary(IReadOnlyList<string> lines) => lines.Count == 1
        ? $"/// <summary>{lines[0]}</summary>"
        : $"/// <summary>\n{string.Join("\n", lines.Select(line => $"/// {line}".TrimEnd()))}\n/// </summary>";

    /// <summary>The documentation of a tensor: the declared member's own, or else a title, and its shape and meaning.</summary>
    /// <param name="summary">The lines of the declared member's documentation, or none.</param>
    /// <param name="title">What the tensor holds.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="meaning">Its element type, and what its numbers mean.</param>
    public static string Tensor(IReadOnlyList<string> summary, string title, string shape, string meaning) => summary.Count == 0
        ? Summary($"{title}: <c>{shape}</c> {meaning}.")
        : $"{Summary(summary)}\n{Remarks($"<c>{shape}</c> {meaning}.")}";

    /// <summary>Text safe within XML.</summary>
    public static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string Element(string name, string text, string attributes = "")
    {
        string line = $"/// <{name}{attributes}>{text}</{name}>";
        return line.Length <= LongestLine ? line : $"/// <{name}{attributes}>\n{Wrapped(text)}\n/// </{name}>";
    }

    private static string Wrapped(string text)
    {
        List<string> lines = ["///"];
        foreach (Match word in Words.Matches(text))
        {
            string longer = $"{lines[lines.Count - 1]} {word.Value}";
            if (longer.Length <= LongestLine)
            {
                lines[lines.Count - 1] = longer;
            }
            else
            {
                lines.Add($"/// {word.Value}");
            }
        }

        return string.Join("\n", lines);
    }
}
