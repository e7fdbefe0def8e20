using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Masking.Generators;

/// <summary>Reads the documentation of a declaration, to carry it over to what is generated for it.</summary>
internal static class Documentation
{
    /// <summary>The lines inside of <c>summary</c>; none where there is no documentation, or it is not well-formed.</summary>
    public static EquatableArray<string> SummaryOf(ISymbol symbol, CancellationToken cancellation)
    {
        string? xml = symbol.GetDocumentationCommentXml(cancellationToken: cancellation);
        if (string.IsNullOrWhiteSpace(xml))
        {
            return default;
        }

        try
        {
            XElement? summary = XElement.Parse(xml, LoadOptions.PreserveWhitespace).Element("summary");
            return summary is null
                ? default
                : Lines(string.Concat(summary.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)))).ToEquatableArray();
        }
        catch (XmlException)
        {
            // The compiler reports malformed documentation itself, where it is asked to.
            return default;
        }
    }

    /// <summary>The lines without the indentation that all of them have, and without empty lines around them: code within stays as it is.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd())];
        string[] written = [.. lines.Skip(1).Where(line => line.Length > 0)];
        int margin = written.Length == 0 ? 0 : written.Min(line => line.Length - line.TrimStart().Length);
        return lines
            .Select((line, i) => i == 0 ? line.TrimStart() : line.Substring(Math.Min(margin, line.Length)))
            .SkipWhile(line => line.Length == 0)
            .Reverse()
            .SkipWhile(line => line.Length == 0)
            .Reverse();
    }
}
