using System.Xml;
using System.Xml.Linq;
using Masking.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Reads the documentation of a declaration, to carry it over to what is generated for it.</summary>
internal static class Documentation
{
    /// <summary>What ends a line of C#, and so a comment.</summary>
    private static readonly char[] LineEnds = ['\n', '\r', '\u0085', '\u2028', '\u2029'];

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
            if (summary is null)
            {
                return default;
            }

            Detach(summary);
            return Lines(string.Concat(summary.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)))).ToEquatableArray();
        }
        catch (XmlException)
        {
            // The compiler reports malformed documentation itself, where it is asked to.
            return default;
        }
    }

    /// <summary>Replaces what means something only where it was written: parameters, and files beside it.</summary>
    private static void Detach(XElement summary)
    {
        XElement[] elements = [.. summary.Descendants()];
        foreach (XElement element in elements)
        {
            switch (element.Name.LocalName)
            {
                case "paramref" or "typeparamref":
                    element.ReplaceWith(new XElement("c", element.Attribute("name")?.Value));
                    break;
                case "param" or "typeparam":
                    element.Name = "c";
                    element.RemoveAttributes();
                    break;
                case "include":
                    element.Remove();
                    break;
            }
        }
    }

    /// <summary>
    /// The lines without the indentation that all of them have, and without empty lines around them: code within stays as it is.
    /// </summary>
    private static IEnumerable<string> Lines(string text)
    {
        string[] lines = [.. text.Split(LineEnds).Select(line => line.TrimEnd())];
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
