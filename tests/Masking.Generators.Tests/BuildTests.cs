using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>In a build the generator reports what the analyzer reports while code is typed.</summary>
public sealed class BuildTests
{
    public static TheoryData<RuleCase> Cases => AnalyzerTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mistake_IsReportedByTheGeneratorAsByTheAnalyzer(RuleCase rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        Marked wrong = Marked.Parse(rule.Wrong);

        Diagnostic[] reported = Compile.ReportedByGenerator(Compile.Source(wrong.Text));

        Assert.Equal(rule.Wrong, Marked.Mark(wrong.Text, reported));
        Assert.Equal([(rule.Id, rule.Message)],
            reported.Select(diagnostic => (diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture))));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NearNeighbour_IsNotReportedByTheGenerator(RuleCase rule)
    {
        ArgumentNullException.ThrowIfNull(rule);

        Assert.Empty(Compile.ReportedByGenerator(Compile.Source(rule.Right)));
    }

    [Fact]
    public void OlderLanguage_IsReportedByTheGenerator() =>
        Assert.Equal(["MASK016"], Compile.ReportedByGenerator(Compile.Source(LanguageVersion.CSharp13, Declared.Everything))
            .Select(diagnostic => diagnostic.Id));

    [Fact]
    public void SeveralMistakes_AreReportedInEachPolicy()
    {
        CSharpCompilation source = Compile.Source(
            "namespace Game { public partial class Outer { [MaskedPolicy] public partial class Policy { [Observation(4)] public partial "
                + "MlpEncoder Globals { get; } } } }",
            "[MaskedPolicy] public partial class Policy { [ActionMask] public partial Head<bool> Jump { get; } }");

        Assert.Equal(["MASK005", "MASK014"], Compile.ReportedByGenerator(source).Select(diagnostic => diagnostic.Id));
    }
}
