using Masking.CodeFixes.Classes;
using Masking.CodeFixes.Types;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>Constructors of policies, and of custom encoders and cores.</summary>
public sealed class ConstructorTests
{
    private static readonly CallGeneratedConstructorCodeFix s_calls = new();
    private static readonly MissingConstructorCodeFix s_missing = new();

    [Theory]
    [InlineData("public Policy(int x) => X = x; public int X { get; }", "public Policy(int x) : this() => X = x; public int X { get; }")]
    [InlineData("public Policy(int x) : base(Declaration) { }", "public Policy(int x) : this() { }")]
    [InlineData("public Policy(\n    int x) // a\n    : base(Declaration) // b\n    {\n    }",
        "public Policy(\n    int x) // a\n    : this() // b\n    {\n    }")]
    [InlineData("public partial Policy(int x); public partial Policy(int x) : base(Declaration) { }",
        "public partial Policy(int x); public partial Policy(int x) : this() { }")]
    public Task ConstructorOfAPolicy_CallsTheGeneratedOne(string wrong, string right) =>
        Fix.Check(s_calls, "Add ': this()'", Policy(wrong), Policy(right));

    [Fact]
    public Task AllConstructors_CallTheGeneratedOne() => Fix.Check(
        s_calls, "Add ': this()'", Policy("public Policy(int x) { } public Policy(long x) { }"),
        Policy("public Policy(int x) : this() { } public Policy(long x) : this() { }"), isOne: false);

    [Theory]
    [InlineData("public partial Policy(int x);")]
    [InlineData("public Policy(int x) : this() { }")]
    [InlineData("public Policy(int x) : base(\n#if DEBUG\n    Declaration\n#else\n    null!\n#endif\n    ) { }")]
    public async Task OtherConstructors_AreLeftToTheirAuthors(string constructor) =>
        Assert.Empty(await Fix.Titles(s_calls, Policy(constructor)));

    [Fact]
    public Task BranchesOfAConstructor_AreChangedWhereTheyAreCompiled()
    {
        static string With(string one, string other) => Policy(
            $"\n#if DEBUG\n    public Policy(int x){one}\n#else\n    public Policy(long x){other}\n#endif\n    {{ }}");

        return Fix.CheckBranches(s_calls, null, With("", ""), With(" : this()", ""), With(" : this()", " : this()"));
    }

    [Fact]
    public async Task CallInABranch_IsChangedThere()
    {
        static string With(string call) => Policy($"\n    public Policy(int x)\n#if DEBUG\n        : {call}\n#endif\n    {{ }}");

        string fixedText = await Fix.Apply(s_calls, With("base(Declaration)"), null, "DEBUG");

        Assert.Equal(With("this()"), fixedText);
        Fix.Valid(fixedText, "DEBUG");
        // Without DEBUG, the call would be in front of the directive, and a second one in the other branch.
        Assert.Empty(await Fix.Titles(s_calls, With("base(Declaration)")));
    }

    [Theory]
    [InlineData("[Observation(4)]", "class Own : MlpEncoder\n{\n    public Own(long n) : base((int)n) { }\n}",
        "class Own : MlpEncoder\n{\n    public Own(long n) : base((int)n) { }\n    public Own(int inputs) : base(inputs) { }\n}")]
    [InlineData("[Observation(4)]",
        "class Own : MlpEncoder\n{\n    public Own(long n)\n        : base((int)n)\n    {\n    }\n\n    public int X => 1;\n}",
        "class Own : MlpEncoder\n{\n    public Own(long n)\n        : base((int)n)\n    {\n    }\n\n    public Own(int inputs) : "
            + "base(inputs)\n"
            + "    {\n    }\n\n    public int X => 1;\n}")]
    [InlineData("[Core(4)]", "class Own : GruCore { public Own() : base(1, 1) { } }",
        "class Own : GruCore { public Own() : base(1, 1) { } public Own(int inputs, int width) : base(inputs, width) { } }")]
    [InlineData("[AgentGrid(4)]", "class Own(int channels) : ConvEncoder(channels, null, null);",
        "class Own(int channels) : ConvEncoder(channels, null, null)\n{\n    public Own(int channels, int? height, int? width) : "
            + "this(channels)\n    {\n    }\n}")]
    [InlineData("[AgentGrid(4)]", "class Own : ConvEncoder { public Own(int channels) : base(channels, null, null) { } }",
        "class Own : ConvEncoder { public Own(int channels) : base(channels, null, null) { } public Own(int channels, int? height, int? "
            + "width) : base(channels, height, width) { } }")]
    [InlineData("[EntityMask(4)]", "class Own : DeepSetEncoder { private Own(int features) : base(features) { } }",
        "class Own : DeepSetEncoder { public Own(int features) : base(features) { } }")]
    [InlineData("[Observation(4)]", "class Own : VectorEncoder { public Own() : base(\"own\", 1) { } " + Forward + " }",
        "class Own : VectorEncoder { public Own() : base(\"own\", 1) { } public Own(int inputs) : base(nameof(Own), width: 64) { } "
            + Forward
            + " }")]
    [InlineData("[Core(4)]", "class Own : PolicyCore { public Own() : base(\"own\", 1) { } " + Forward + " }",
        "class Own : PolicyCore { public Own() : base(\"own\", 1) { } public Own(int inputs, int width) : base(nameof(Own), width) { } "
            + Forward + " }")]
    [InlineData("[Observation(4)]", "class Own(int inputs, int more) : MlpEncoder(inputs + more);", null)]
    [InlineData("[Observation(4)]", "abstract class Own : MlpEncoder { protected Own() : base(3) { } }", null)]
    public async Task ConstructorOfAPart_IsAddedOrMadePublic(string attribute, string wrong, string? right)
    {
        string With(string part) => $"{part}\n[MaskedPolicy] partial class Policy {{ [Observation(3)] public partial MlpEncoder Globals "
            + $"{{ get; }} {attribute} public partial Own X {{ get; }} [ActionMask] public partial Head<bool> Jump {{ get; }} }}";

        if (right is null)
        {
            Assert.Empty(await Fix.Titles(s_missing, With(wrong)));
        }
        else
        {
            string title = Assert.Single(await Fix.Titles(s_missing, With(wrong)));
            await Fix.Check(s_missing, title, With(wrong), With(right));
        }
    }

    [Fact]
    public async Task ConstructorsOfAllParts_AreAddedInTheirFiles()
    {
        string[] wrong =
        [
            "class Own : GruCore\n{\n    public Own() : base(1, 1) { }\n}",
            $"[MaskedPolicy] partial class Policy {{ [Core(4)] public partial Own Core {{ get; }} {Declared.Members} }}",
            $"[MaskedPolicy] partial class Other {{ [Core(5)] public partial Own Core {{ get; }} {Declared.Members} }}",
        ];

        string[] fixedTexts = await Fix.ApplyToSolution(s_missing, wrong);

        Assert.Equal(
            [
                "class Own : GruCore\n{\n    public Own() : base(1, 1) { }\n    public Own(int inputs, int width) : base(inputs, "
                    + "width) { }\n}",
                .. wrong[1..],
            ],
            fixedTexts);
        Compile.Valid(fixedTexts);
    }

    [Fact]
    public Task ConstructorBehindABranch_BelongsToAllBranches()
    {
        static string With(string added) => $"class Own : GruCore\n{{\n#if DEBUG\n    public Own() : base(1, 1) {{ }}\n#else\n    "
            + $"public Own(int x) "
            + $": base(x, x) {{ }}\n#endif\n{added}}}\n[MaskedPolicy] partial class Policy {{ [Core(4)] public partial Own Core {{ get; }} "
            + $"{Declared.Members} }}";
        const string Added = "    public Own(int inputs, int width) : base(inputs, width) { }\n";

        return Fix.CheckBranches(s_missing, null, With(""), With(Added), With(Added));
    }

    private const string Forward =
        "public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor input) => input;";

    private static string Policy(string constructor) =>
        $"[MaskedPolicy] public partial class Policy {{ {constructor} {Declared.Members} }}";
}
