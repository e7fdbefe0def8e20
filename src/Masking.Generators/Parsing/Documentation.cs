using System.Xml;
using System.Xml.Linq;
using Masking.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Reads the documentation of a declared member, to copy it to generated members.</summary>
internal static class Documentation
{
    /// <summary>The characters that end a line of C#, and with it a comment.</summary>
    private static readonly char[] LineEnds = ['\n', '\r', '\u0085', '\u2028', '\u2029'];

    /// <summary>The lines of the <c>summary</c> element; none if there is no well-formed documentation.</summary>
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
            // The compiler warns of malformed documentation.
            return default;
        }
    }

    /// <summary>Replaces elements that have no meaning at another place: references to parameters, and includes.</summary>
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
    /// The lines without their common indentation and without leading and trailing empty lines. Code blocks keep their layout.
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
