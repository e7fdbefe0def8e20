using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>The pages of the diagnostics say what the analyzers say, and their examples are what they call themselves.</summary>
public sealed class DiagnosticPagesTests
{
    public static TheoryData<string> Rules => [.. Analyze.Rules.Select(rule => rule.Id)];

    [Fact]
    public void EveryRule_HasAPageAndEveryPageARule() =>
        Assert.Equal(Analyze.Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal), DiagnosticPage.Ids);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Page_HasTheTitleOfItsRule(string id)
    {
        DiagnosticDescriptor rule = Analyze.Rules.Single(rule => rule.Id == id);
        DiagnosticPage page = DiagnosticPage.Read(id);

        Assert.Equal((id, rule.Title.ToString(CultureInfo.InvariantCulture)), (page.Id, page.Title));
        Assert.Contains(
            $"| [{id}]({id}.md) | {page.Title} |",
            DiagnosticPage.Index.Replace("`", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void WrongExample_IsReportedWithTheMessageOfThePage(string id)
    {
        DiagnosticPage page = DiagnosticPage.Read(id);

        Diagnostic reported = Assert.Single(Compile.Run(SourceOf(page, page.Wrong)).Reported());

        Assert.Equal((id, page.Message), (reported.Id, reported.GetMessage(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void RightExample_Compiles(string id)
    {
        DiagnosticPage page = DiagnosticPage.Read(id);

        Compile.Valid(SourceOf(page, page.Right));
    }

    [Fact]
    public void Examples_StandInClassesThatCompile() => Compile.Valid(DiagnosticPage.Context, DiagnosticPage.UsageContext);

    /// <summary>An example is C#, or the property of a project that the class of the index is compiled in.</summary>
    private static CSharpCompilation SourceOf(DiagnosticPage page, string example)
    {
        if (!example.StartsWith('<'))
        {
            return Compile.Source(page.SourcesOf(example));
        }

        Assert.True(LanguageVersionFacts.TryParse(XElement.Parse(example).Value, out LanguageVersion version));
        return Compile.Source(version, DiagnosticPage.Context);
    }
}
