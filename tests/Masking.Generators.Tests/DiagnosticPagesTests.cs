using System.Globalization;
using System.Xml.Linq;
using Masking.Generators.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>The pages of the diagnostics say what the analyzer says, and their examples are what they call themselves.</summary>
public sealed class DiagnosticPagesTests
{
    public static TheoryData<string> Rules => [.. new PolicyAnalyzer().SupportedDiagnostics.Select(rule => rule.Id)];

    [Fact]
    public void EveryRule_HasAPageAndEveryPageARule() =>
        Assert.Equal(new PolicyAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).Order(StringComparer.Ordinal), DiagnosticPage.Ids);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Page_HasTheTitleOfItsRule(string id)
    {
        DiagnosticDescriptor rule = new PolicyAnalyzer().SupportedDiagnostics.Single(rule => rule.Id == id);
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

        Diagnostic reported = Assert.Single(Compile.Run(SourceOf(page.Wrong)).Reported());

        Assert.Equal((id, page.Message), (reported.Id, reported.GetMessage(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void RightExample_Compiles(string id) => Compile.Valid(SourceOf(DiagnosticPage.Read(id).Right));

    [Fact]
    public void Examples_StandInAClassThatCompiles() => Compile.Valid(DiagnosticPage.Context);

    /// <summary>An example is C#, or the property of a project that the class of the index is compiled in.</summary>
    private static CSharpCompilation SourceOf(string example)
    {
        if (!example.StartsWith('<'))
        {
            return Compile.Source(DiagnosticPage.SourceOf(example));
        }

        Assert.True(LanguageVersionFacts.TryParse(XElement.Parse(example).Value, out LanguageVersion version));
        return Compile.Source(version, DiagnosticPage.Context);
    }
}
