using Masking.CodeFixes.Members;

namespace Masking.Generators.Tests.CodeFixes;

public sealed class MakePartialPropertyTests
{
    private static readonly MakePartialPropertyCodeFix s_fix = new();

    [Theory]
    [InlineData("public MlpEncoder Globals { get; }")]
    [InlineData("public MlpEncoder Globals { get; set; }")]
    [InlineData("public MlpEncoder Globals { get; private set; }")]
    [InlineData("public MlpEncoder Globals { get; init; }")]
    [InlineData("public MlpEncoder Globals { set; get; }")]
    [InlineData("public MlpEncoder Globals { get; } = null!;")]
    [InlineData("public MlpEncoder Globals { get; set; } = default!;")]
    [InlineData("public required MlpEncoder Globals { get; set; }")]
    [InlineData("required public MlpEncoder Globals { get; init; }")]
    [InlineData("public partial MlpEncoder Globals { get; set; }")]
    public async Task AutomaticProperty_BecomesADeclaration(string property)
    {
        string fixedText = await Fix.Apply(s_fix, WithProperty(property));

        Assert.Equal(WithProperty("public partial MlpEncoder Globals { get; }"), fixedText);
        Compile.Valid(fixedText);
    }

    [Theory]
    [InlineData("{ get; } = new(4);")]
    [InlineData("{ get; set; } = new(4);")]
    [InlineData("=> new(4);")]
    [InlineData("{ get => new(4); }")]
    [InlineData("{ get { return new(4); } }")]
    public async Task Initializer_StaysOrIsMadeOfTheGetter(string accessors)
    {
        string fixedText = await Fix.Apply(s_fix, WithProperty($"public MlpEncoder Globals {accessors}"));

        Assert.Equal(WithProperty("public partial MlpEncoder Globals { get; } = new(4);"), fixedText);
        Compile.Valid(fixedText);
    }

    [Theory]
    [InlineData(
        "// above\n    MlpEncoder Globals // beside\n    {\n        get;\n        set;\n    } = new(4); // behind",
        "// above\n    partial MlpEncoder Globals // beside\n    {\n        get;\n    } = new(4); // behind"
    )]
    [InlineData(
        "// above\n    public MlpEncoder Globals { /* read */ get; /* write */ set; } = null!; // behind",
        "// above\n    public partial MlpEncoder Globals { /* read */ get; /* write */ } // behind"
    )]
    [InlineData(
        "public MlpEncoder Globals // beside\n        => // here\n        new(4, /* wide */ width: 8);",
        "public partial MlpEncoder Globals // beside\n        { get; } = // here\n        new(4, /* wide */ width: 8);"
    )]
    public async Task CommentsAndLayout_StayAsTheyWere(string wrong, string right)
    {
        string fixedText = await Fix.Apply(s_fix, WithProperty(wrong));

        Assert.Equal(WithProperty(right), fixedText);
        Compile.Valid(fixedText);
    }

    [Fact]
    public async Task AllProperties_BecomeDeclarationsAtOnce()
    {
        string[] wrong =
        [
            "[MaskedPolicy] partial class Policy { [Observation(4)] public MlpEncoder Globals { get; set; } [ActionMask] public "
                + "Head<bool> Jump { get; } [Value] ValueHead Value { get; init; } }",
            "[MaskedPolicy] partial class Other { [Observation(4)] MlpEncoder Globals => new(4); [ActionMask] public partial "
                + "Head<bool> Jump { get; set; } }",
        ];
        string[] right =
        [
            "[MaskedPolicy] partial class Policy { [Observation(4)] public partial MlpEncoder Globals { get; } [ActionMask] public "
                + "partial Head<bool> Jump { get; } [Value] partial ValueHead Value { get; } }",
            "[MaskedPolicy] partial class Other { [Observation(4)] partial MlpEncoder Globals { get; } = new(4); [ActionMask] public "
                + "partial Head<bool> Jump { get; } }",
        ];

        Assert.Equal(right[0], await Fix.ApplyAll(s_fix, wrong[0]));
        Assert.Equal(right, await Fix.ApplyToSolution(s_fix, wrong));
        Compile.Valid(right);
    }

    [Theory]
    [InlineData("public MlpEncoder Globals => Build(); private static MlpEncoder Build() => new(4);")]
    [InlineData("public MlpEncoder Globals => new(Size); private int Size => 4;")]
    [InlineData("public MlpEncoder Globals => new(this.Size); private int Size => 4;")]
    [InlineData("public MlpEncoder Globals { get => field ??= new(4); }")]
    [InlineData("public MlpEncoder Globals { get { System.Console.Write(1); return new(4); } }")]
    [InlineData("public MlpEncoder Globals { get /* why */ => new(4); }")]
    [InlineData("public MlpEncoder Globals { get => new(4); set { } }")]
    [InlineData("public static MlpEncoder Globals { get; }")]
    [InlineData("public partial ref MlpEncoder Globals { get; }")]
    [InlineData("public partial MlpEncoder this[int i] { get; }")]
    public async Task PropertyWithCode_IsLeftToItsAuthor(string property) => Assert.Empty(await Fix.Titles(s_fix, WithProperty(property)));

    [Theory]
    [InlineData(
        "#if DEBUG\n    public MlpEncoder Globals { get; set; }\n#else\n    public MlpEncoder Globals { get; init; }\n#endif",
        "#if DEBUG\n    public partial MlpEncoder Globals { get; }\n#else\n    public MlpEncoder Globals { get; init; }\n#endif",
        "#if DEBUG\n    public partial MlpEncoder Globals { get; }\n#else\n    public partial MlpEncoder Globals { get; }\n#endif"
    )]
    [InlineData(
        "#if DEBUG\n    public\n#else\n    internal\n#endif\n    MlpEncoder Globals { get; }",
        "#if DEBUG\n    public\n#else\n    internal\n#endif\n    partial MlpEncoder Globals { get; }",
        "#if DEBUG\n    public\n#else\n    internal\n#endif\n    partial MlpEncoder Globals { get; }"
    )]
    [InlineData(
        "public\n#if DEBUG\n    MlpEncoder\n#else\n    Masking.MlpEncoder\n#endif\n    Globals { get; }",
        "public\n#if DEBUG\n    partial MlpEncoder\n#else\n    Masking.MlpEncoder\n#endif\n    Globals { get; }",
        "public\n#if DEBUG\n    partial MlpEncoder\n#else\n    partial Masking.MlpEncoder\n#endif\n    Globals { get; }"
    )]
    [InlineData(
        "#if DEBUG\n    public required\n#else\n    public\n#endif\n    MlpEncoder Globals\n    {\n        get;\n#if DEBUG\n        "
            + "set;\n#endif\n    }",
        "#if DEBUG\n    public\n#else\n    public\n#endif\n    partial MlpEncoder Globals\n    {\n        get;\n#if DEBUG\n#endif\n    }",
        "#if DEBUG\n    public\n#else\n    public\n#endif\n    partial MlpEncoder Globals\n    {\n        get;\n#if DEBUG\n#endif\n    }"
    )]
    public Task Branches_AreChangedWhereTheyAreCompiled(string wrong, string inOne, string inAll) =>
        Fix.CheckBranches(s_fix, null, WithProperty(wrong), WithProperty(inOne), WithProperty(inAll));

    [Fact]
    public async Task GetterThatIsInOneBranch_IsLeftToItsAuthor() => Assert.Empty(await Fix.Titles(
        s_fix,
        WithProperty("public MlpEncoder Globals\n    {\n#if DEBUG\n        get => new(4);\n#else\n        get;\n#endif\n    }"),
        "DEBUG"));

    [Fact]
    public async Task PropertyThatIsPartialInTheOtherBranch_IsLeftToItsAuthor() => Assert.Empty(await Fix.Titles(
        s_fix, WithProperty("#if DEBUG\n    public partial\n#else\n    public\n#endif\n    MlpEncoder Globals { get; }")));

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
