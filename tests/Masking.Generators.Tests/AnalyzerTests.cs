using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Masking.Generators.Tests;

/// <summary>Each rule is reported where it is broken, once, and nowhere else.</summary>
public sealed class AnalyzerTests
{
    public static TheoryData<RuleCase> Cases => [.. RuleCases.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mistake_IsReportedOnceAtItsName(RuleCase rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        Marked wrong = Marked.Parse(rule.Wrong);
        Compiled compiled = Compile.Run(rule.CanBeUsed ? [wrong.Text, Declared.Use] : [wrong.Text]);

        Diagnostic[] reported = compiled.Reported();
        Assert.Equal(rule.Wrong, Marked.Mark(wrong.Text, reported));
        Diagnostic diagnostic = Assert.Single(reported);
        Assert.Equal(rule.Id, diagnostic.Id);
        Assert.Equal(rule.Message, Message(diagnostic));
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal(rule.FromCompiler, compiled.Problems().Select(problem => problem.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mistake_IsReportedAlikeBeforeAnythingIsGenerated(RuleCase rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        CSharpCompilation source = Compile.Source(Marked.Parse(rule.Wrong).Text);

        Assert.Equal([(rule.Id, rule.Message)], Analyze.Diagnostics(source).Select(diagnostic => (diagnostic.Id, Message(diagnostic))));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NearNeighbour_IsNotReported(RuleCase rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        Compile.Valid(rule.CanBeUsed ? [rule.Right, Declared.Use] : [rule.Right]);
    }

    [Fact]
    public void EveryRule_HasACase()
    {
        string[] covered = [.. RuleCases.All.Select(rule => rule.Id), Rules.LanguageVersion.Id];

        Assert.Equal(new PolicyAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).Order(StringComparer.Ordinal), covered.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryRuleThatIsDeclared_IsSupported()
    {
        IEnumerable<string> declared = typeof(Rules).GetFields().Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>().Select(rule => rule.Id);

        Assert.Equal(declared.Order(StringComparer.Ordinal), new PolicyAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void OlderLanguage_IsReportedOnce()
    {
        Compiled compiled = Compile.Run(Compile.Source(LanguageVersion.CSharp13, Declared.Everything, Declared.Use.Replace("Policy", "Game.Policy", StringComparison.Ordinal)));

        Diagnostic diagnostic = Assert.Single(compiled.Reported());
        Assert.Equal("MASK016", diagnostic.Id);
        Assert.Equal("'Policy' is compiled as C# 13.0, and the generated code needs C# 14: set <LangVersion>14</LangVersion>, or target .NET 10", Message(diagnostic));
        Assert.Empty(compiled.Problems());
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    [InlineData(LanguageVersion.Latest)]
    public void NewLanguage_IsNotReported(LanguageVersion version) => Compile.Valid(Compile.Source(version, Declared.Everything));

    [Fact]
    public void Pragma_Suppresses()
    {
        const string Source = """
            [MaskedPolicy] public sealed partial class Policy
            {
                [Observation(4)] public partial MlpEncoder Globals { get; }
            #pragma warning disable MASK007
                [ActionMask] public partial Head<int> Speed { get; }
            #pragma warning restore MASK007
                [ActionMask] public partial Head<int> Height { get; }
            }
            """;

        Diagnostic diagnostic = Assert.Single(Compile.Run(Source).Reported());
        Assert.Contains("Height", Message(diagnostic), StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralMistakes_AreReportedEach()
    {
        const string Source = "[MaskedPolicy] public sealed partial class Policy { [Observation(0)] public partial MlpEncoder [|Globals|] { get; } [ActionMask] public partial Head<int> [|Speed|] { get; } [Value] public partial MlpCore [|Value|] { get; } }";
        Marked wrong = Marked.Parse(Source);

        Diagnostic[] reported = Compile.Run(wrong.Text, Declared.Use).Reported();

        Assert.Equal(Source, Marked.Mark(wrong.Text, reported));
        Assert.Equal(["MASK006", "MASK007", "MASK003"], reported.Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("[Observation(4)] public partial Missing Globals { get; }", "CS0246")]
    [InlineData("[EntityMask(4)] public partial Missing Beasts { get; } [ActionMask(Each = nameof(Beasts))] public partial Head<bool> Run { get; }", "CS0246")]
    [InlineData("[ActionMask] public partial Head<Missing> Run { get; }", "CS0246")]
    [InlineData("[ActionMask] public partial Missing<bool> Run { get; }", "CS0246")]
    [InlineData("[Core(4)] public partial Missing Core { get; }", "CS0246")]
    [InlineData("[Value] public partial Missing Value { get; }", "CS0246")]
    [InlineData("[Missing] public int Count { get; }", "CS0246", "CS0246")]
    [InlineData("[ActionMask(Each = nameof(Beasts))] public partial Head<bool> Run { get; }", "CS0103")]
    [InlineData("[ActionMask(Over = nameof(Beasts))] public partial PointerHead Run { get; }", "CS0103")]
    [InlineData("[ActionMask, ActiveWhen(nameof(Beasts), true)] public partial Head<bool> Run { get; }", "CS0103")]
    [InlineData("[ActionMask, MaskPer(nameof(Beasts))] public partial Head<bool> Run { get; }", "CS0103")]
    [InlineData("[EntityMask(4), AttendsTo(nameof(Beasts))] public partial AttentionEncoder Birds { get; }", "CS0103")]
    [InlineData("[EntityMask(4), AttendsTo(nameof(Birds), nameof(Policy.Beasts))] public partial AttentionEncoder Fish { get; } [EntityMask(4)] public partial AttentionEncoder Birds { get; }", "CS0117")]
    [InlineData("[EntityMask(4), AttendsTo(nameof(Birds))] public partial AttentionEncoder Fish { get; } [EntityMask(4)] public partial Missing Birds { get; }", "CS0246")]
    [InlineData("[EntityMask(4), AttendsTo(nameof(Birds))] public partial Missing Fish { get; } [EntityMask(4)] public partial AttentionEncoder Birds { get; }", "CS0246")]
    [InlineData("[EntityMask(4), AttendsTo(5)] public partial AttentionEncoder Birds { get; }", "CS1503")]
    [InlineData("[EntityMask(4), AttendsTo(new[] { nameof(Beasts) })] public partial AttentionEncoder Birds { get; }", "CS0103")]
    [InlineData("[Value(Sees = new[] { nameof(Beasts) })] public partial ValueHead Value { get; }", "CS0103")]
    [InlineData("[Value(Sees = [nameof(Birds), nameof(Beasts)])] public partial ValueHead Value { get; } [Observation(4)] public partial MlpEncoder Birds { get; }", "CS0103")]
    [InlineData("[Value(Sees = nameof(Units))] public partial ValueHead Value { get; }", "CS0029")]
    [InlineData("[Value(Sees = [nameof(Birds)])] public partial ValueHead Value { get; } [EntityMask(4)] public partial Missing Birds { get; }", "CS0246")]
    [InlineData("[Observation(2, 3)] public partial MlpEncoder Globals { get; }", "CS7036")]
    [InlineData("[Observation(2, 3)] public partial ConvEncoder Globals { get; }", "CS7036")]
    [InlineData("[Observation] public partial MlpEncoder Globals { get; }", "CS1729")]
    [InlineData("[Observation(\"4\")] public partial MlpEncoder Globals { get; }", "CS1503")]
    [InlineData("[Observation(new[] { 4 })] public partial MlpEncoder Globals { get; }", "CS1503")]
    [InlineData("[ActionMask(Each = new[] { \"Units\" })] public partial Head<bool> Run { get; }", "CS0029")]
    [InlineData("[ActionMask(Choices = \"5\")] public partial Head<int> Run { get; }", "CS0029")]
    [InlineData("[ActionMask(Choices = Missing)] public partial Head<int> Run { get; }", "CS0103")]
    [InlineData("[ActionMask(Missing = 5)] public partial Head<bool> Run { get; }", "CS0246")]
    [InlineData("[ActionMask, ActionMask] public partial Head<bool> Run { get; }", "CS0579")]
    [InlineData("[Observation(4)] public partial MlpEncoder Units { get; }", "CS9250", "CS0102")]
    [InlineData("[ActionMask] public partial Head<bool> Policy { get; }", "CS0542")]
    [InlineData("[ActionMask] public partial Head<string> Run { get; }", "CS0453")]
    [InlineData("[ActionMask] public partial Head<bool?> Run { get; }", "CS0453")]
    [InlineData("[ActionMask] public partial Head<int?> Run { get; }", "CS0453")]
    public void WhatTheCompilerRefuses_IsNotReportedAgain(string member, params string[] errors)
    {
        string source = $$"""
            [MaskedPolicy] public sealed partial class Policy
            {
                [EntityMask(4)] public partial DeepSetEncoder Units { get; }
                [ActionMask] public partial Head<bool> Jump { get; }
                {{member}}
            }
            """;

        Compiled compiled = Compile.Run(source, Declared.Use);

        Assert.Empty(compiled.Reported());
        Assert.Equal(errors, compiled.Problems().Where(problem => problem.Location.SourceTree?.FilePath == "Declared0.cs").Select(problem => problem.Id));
    }

    [Theory]
    [InlineData("[MaskedPolicy] public partial struct Policy { }")]
    [InlineData("[MaskedPolicy] public partial interface IPolicy { }")]
    [InlineData("[MaskedPolicy] public enum Policy { A }")]
    [InlineData("[MaskedPolicy] public partial record struct Policy { [Observation(4)] public MlpEncoder? Globals { get; } }")]
    public void AttributeOnOtherTypes_IsOnlyTheCompilersError(string source)
    {
        Compiled compiled = Compile.Run(source);

        Assert.Equal(["CS0592"], compiled.Problems().Select(problem => problem.Id));
        Assert.Empty(compiled.Reported());
        Assert.Empty(compiled.Texts);
    }

    [Fact]
    public void BaseThatDoesNotExist_IsOnlyTheCompilersError()
    {
        Compiled compiled = Compile.Run($"[MaskedPolicy] public sealed partial class Policy : Missing {{ {Declared.Members} }}");

        Assert.Equal(["CS0246"], compiled.Problems().Select(problem => problem.Id));
        Assert.Empty(compiled.Reported());
    }

    [Fact]
    public void BaseThatIsGenerated_MayBeWrittenDown() => Compile.Valid(
        $"[MaskedPolicy] public sealed partial class Policy : MaskedPolicy<Policy.Observation, Policy.Actions, Policy.Distribution> {{ {Declared.Members} }}", Declared.Use);

    [Fact]
    public void BaseThatIsGeneratedForACoreThatRemembers_MayBeWrittenDown() => Compile.Valid(
        "[MaskedPolicy] public sealed partial class Policy : RecurrentPolicy<Policy.Observation, Policy.Actions, Policy.Distribution, Policy.Memory> "
        + $"{{ {Declared.Members} [Core(8)] public partial GruCore Core {{ get; }} }}", Declared.Use);

    [Fact]
    public void SameNameForAClassAndARecord_IsOnlyTheCompilersError()
    {
        Compiled compiled = Compile.Run($"[MaskedPolicy] public partial class Policy {{ {Declared.Members} }} [MaskedPolicy] public partial record Policy {{ {Declared.Members} }}");

        Assert.Contains("CS0261", compiled.Problems().Select(problem => problem.Id));
        Assert.Empty(compiled.Texts);
    }

    private static string Message(Diagnostic diagnostic) => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
}
