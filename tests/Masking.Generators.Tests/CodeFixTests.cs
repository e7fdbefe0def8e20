using Masking.CodeFixes;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Masking.Generators.Tests;

/// <summary>Mechanical mistakes are fixed mechanically, and the rest of the text stays as it was.</summary>
public sealed class CodeFixTests
{
    [Theory]
    [InlineData("[MaskedPolicy] class Policy {0}", "[MaskedPolicy] partial class Policy {0}")]
    [InlineData("[MaskedPolicy]\npublic sealed class Policy // why\n{0}", "[MaskedPolicy]\npublic sealed partial class Policy // why\n{0}")]
    [InlineData(
        "// about it\n[MaskedPolicy]\n    // and this\n    class Policy\n{0}",
        "// about it\n[MaskedPolicy]\n    // and this\n    partial class Policy\n{0}"
    )]
    [InlineData(
        "/// <summary>Docs.</summary>\nstruct Outer\n{ [MaskedPolicy] public partial class Policy {0} }",
        "/// <summary>Docs.</summary>\npartial struct Outer\n{ [MaskedPolicy] public partial class Policy {0} }"
    )]
    [InlineData(
        "public readonly record struct Outer { [MaskedPolicy] public partial class Policy {0} }",
        "public readonly partial record struct Outer { [MaskedPolicy] public partial class Policy {0} }"
    )]
    public async Task TypeThatIsNotPartial_BecomesPartial(string wrong, string right)
    {
        string fixedText = await Fix.Apply(new MakePartialCodeFix(), Filled(wrong));

        Assert.Equal(Filled(right), fixedText);
        Compile.Valid(fixedText);
    }

    [Fact]
    public async Task AllTypesThatAreNotPartial_BecomePartialAtOnce()
    {
        string wrong =
            $"class Outer {{ public struct Inner {{ [MaskedPolicy] public class Policy {{ {Declared.Members} }} }} }} [MaskedPolicy] "
                + $"class Other {{ {Declared.Members} }}";

        string fixedText = await Fix.ApplyAll(new MakePartialCodeFix(), wrong);

        Assert.Equal(
            $"partial class Outer {{ public partial struct Inner {{ [MaskedPolicy] public partial class Policy {{ {Declared.Members} }} "
                + $"}} }} [MaskedPolicy] partial class Other {{ {Declared.Members} }}",
            fixedText
        );
        Compile.Valid(fixedText);
    }

    [Theory]
    [InlineData("public MlpEncoder Globals { get; }")]
    [InlineData("public MlpEncoder Globals { get; set; }")]
    [InlineData("public MlpEncoder Globals { get; private set; }")]
    [InlineData("public MlpEncoder Globals { get; init; }")]
    [InlineData("public MlpEncoder Globals { set; get; }")]
    [InlineData("public MlpEncoder Globals { get; } = new(4);")]
    [InlineData("public MlpEncoder Globals { get; set; } = new(4);")]
    [InlineData("public partial MlpEncoder Globals { get; set; }")]
    public async Task AutomaticProperty_BecomesADeclaration(string property)
    {
        string fixedText = await Fix.Apply(new MakePartialPropertyCodeFix(), WithProperty(property));

        Assert.Equal(WithProperty("public partial MlpEncoder Globals { get; }"), fixedText);
        Compile.Valid(fixedText);
    }

    [Fact]
    public async Task CommentsAndLayout_StayAsTheyWere()
    {
        string fixedText = await Fix.Apply(
            new MakePartialPropertyCodeFix(),
            WithProperty("// above\n    MlpEncoder Globals // beside\n    {\n        get;\n        set;\n    } = new(4); // behind")
        );

        Assert.Equal(WithProperty("// above\n    partial MlpEncoder Globals // beside\n    {\n        get;\n    } // behind"), fixedText);
        Compile.Valid(fixedText);
    }

    [Fact]
    public async Task AllProperties_BecomeDeclarationsAtOnce()
    {
        const string Wrong =
            "[MaskedPolicy] partial class Policy { [Observation(4)] public MlpEncoder Globals { get; set; } [ActionMask] public "
                + "Head<bool> Jump { get; } [Value] ValueHead Value { get; init; } }";

        string fixedText = await Fix.ApplyAll(new MakePartialPropertyCodeFix(), Wrong);

        Assert.Equal(
            "[MaskedPolicy] partial class Policy { [Observation(4)] public partial MlpEncoder Globals { get; } [ActionMask] public "
                + "partial Head<bool> Jump { get; } [Value] partial ValueHead Value { get; } }",
            fixedText
        );
        Compile.Valid(fixedText);
    }

    [Theory]
    [InlineData("public MlpEncoder Globals => new(4);")]
    [InlineData("public MlpEncoder Globals { get { return new(4); } }")]
    [InlineData("public MlpEncoder Globals { get => new(4); set { } }")]
    [InlineData("public static MlpEncoder Globals { get; }")]
    [InlineData("public partial ref MlpEncoder Globals { get; }")]
    [InlineData("public partial MlpEncoder this[int i] { get; }")]
    public async Task PropertyWithCode_IsLeftToItsAuthor(string property) =>
        Assert.Empty(await Fix.Offers(new MakePartialPropertyCodeFix(), Fix.DocumentOf(WithProperty(property))));

    [Fact]
    public void Fixes_AreForRulesThatExist()
    {
        IEnumerable<CodeFixProvider> fixes = [new MakePartialCodeFix(), new MakePartialPropertyCodeFix()];

        Assert.Equal(["MASK001", "MASK002"], fixes.SelectMany(fix => fix.FixableDiagnosticIds));
    }

    private static string Filled(string type) => type.Replace("{0}", $"{{ {Declared.Members} }}", StringComparison.Ordinal);

    private static string WithProperty(string property) =>
        $$"""
        [MaskedPolicy] public sealed partial class Policy
        {
            [Observation(4)]
            {{property}}
            [ActionMask] public partial Head<bool> Jump { get; }
        }
        """;
}
