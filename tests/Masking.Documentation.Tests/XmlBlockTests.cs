using System.Xml;
using System.Xml.Linq;

namespace Masking.Documentation.Tests;

/// <summary>XML in pages, one or several elements, is well-formed.</summary>
public sealed class XmlBlockTests
{
    [Fact]
    public void EveryBlock_IsWellFormed() => Failures.AssertNone(MarkdownPage.All.SelectMany(Problems));

    [Fact]
    public void AMistake_IsNamedWithItsLine()
    {
        MarkdownPage page = MarkdownPage.Parse("page.md", "text\n```xml\n<A />\n<B>\n<C />\n```");

        string problem = Assert.Single(Problems(page));

        Assert.StartsWith("page.md:2: the XML is not well-formed: The 'B' start tag on line 2 ", problem, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Problems(MarkdownPage page)
    {
        foreach (CodeBlock block in page.Blocks.Where(block => block.Language == "xml"))
        {
            string? problem = null;
            try
            {
                XElement.Parse($"<block>{block.Text}\n</block>");
            }
            catch (XmlException exception)
            {
                problem = $"{block.Place}: the XML is not well-formed: {exception.Message}";
            }

            if (problem is not null)
            {
                yield return problem;
            }
        }
    }
}
