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
            XElement? summary = XElement.Parse(xml).Element("summary");
            return summary is null ? default : Lines(string.Concat(summary.Nodes())).ToEquatableArray();
        }
        catch (XmlException)
        {
            // The compiler reports malformed documentation itself, where it is asked to.
            return default;
        }
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
}
