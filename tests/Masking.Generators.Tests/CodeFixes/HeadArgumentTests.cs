using Masking.CodeFixes.Attributes;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>Choices, Over, AtMost and AtLeast of heads.</summary>
public sealed class HeadArgumentTests
{
    private static readonly ChoicesCodeFix s_choices = new();
    private static readonly OverCodeFix s_over = new();
    private static readonly PicksCodeFix s_picks = new();

    [Theory]
    [InlineData("[ActionMask]", "[ActionMask(Choices = 2)]")]
    [InlineData("[ActionMask()]", "[ActionMask(Choices = 2)]")]
    [InlineData("[Masking.ActionMask /* a */]", "[Masking.ActionMask(Choices = 2) /* a */]")]
    [InlineData("[ActionMask(Each = nameof(Units) /* a */)]", "[ActionMask(Each = nameof(Units), Choices = 2 /* a */)]")]
    [InlineData(
        "[ActionMask(\n        Each = nameof(Units), // who\n        AllowEmpty = true)] // b\n       ",
        "[ActionMask(\n        Each = nameof(Units), // who\n        AllowEmpty = true, Choices = 2)] // b\n       "
    )]
    public Task Choices_AreAdded(string wrong, string right) => Fix.Check(
        s_choices, "Add 'Choices = 2'", Policy($"{wrong} public partial Head<int> Run {{ get; }}"),
        Policy($"{right} public partial Head<int> Run {{ get; }}"));

    [Theory]
    [InlineData("[ActionMask(Choices = 3)]", "[ActionMask]")]
    [InlineData("[ActionMask(Choices = 3, AllowEmpty = true)]", "[ActionMask(AllowEmpty = true)]")]
    [InlineData("[ActionMask(AllowEmpty = true, Choices = 3)]", "[ActionMask(AllowEmpty = true)]")]
    [InlineData(
        "[ActionMask(Each = nameof(Units), Choices = 3, AllowEmpty = true)]",
        "[ActionMask(Each = nameof(Units), AllowEmpty = true)]"
    )]
    [InlineData(
        "[ActionMask(Each = nameof(Units), // who\n        Choices = 3 // how many\n        )]",
        "[ActionMask(Each = nameof(Units) // who\n        // how many\n        )]"
    )]
    [InlineData(
        "[ActionMask(\n        Choices = 3, // how many\n        Each = nameof(Units))]",
        "[ActionMask(\n        // how many\n        Each = nameof(Units))]"
    )]
    public Task Choices_AreRemoved(string wrong, string right) => Fix.Check(
        s_choices, "Remove 'Choices'", Policy($"{wrong} public partial Head<bool> Run {{ get; }}"),
        Policy($"{right} public partial Head<bool> Run {{ get; }}"));

    [Theory]
    [InlineData("Add 'Choices = 2'", "int Gear, bool Up", "[ActionMask(Choices = 2)] int Gear, bool Up")]
    [InlineData("Add 'Choices = 2'", "bool Up,\n    /* a */ int Gear", "bool Up,\n    /* a */ [ActionMask(Choices = 2)] int Gear")]
    [InlineData("Add 'Choices = 2'", "[ActionMask] int Gear", "[ActionMask(Choices = 2)] int Gear")]
    [InlineData("Remove 'Choices'", "[ActionMask(Choices = 3)] bool Up", "bool Up")]
    [InlineData("Remove 'Choices'", "[ActionMask(Choices = 3), ActiveWhen(nameof(Move.Gear), 1)] bool Up",
        "[ActiveWhen(nameof(Move.Gear), 1)] bool Up", "[ActionMask(Choices = 3)] int Gear, ")]
    public Task Choices_OfParametersOfARecordStruct_AreAddedAndRemoved(string title, string wrong, string right, string before = "") =>
        Fix.Check(
            s_choices, title,
            $"public readonly record struct Move({before}{wrong});\n" + Policy("[ActionMask] public partial Head<Move> Run { get; }"),
            $"public readonly record struct Move({before}{right});\n" + Policy("[ActionMask] public partial Head<Move> Run { get; }"));

    [Fact]
    public Task Choices_OfAllParameters_AreAdded() => Fix.Check(
        s_choices, "Add 'Choices = 2'",
        "public readonly record struct Move(int Gear, int Speed);\n" + Policy("[ActionMask] public partial Head<Move> Run { get; }"),
        "public readonly record struct Move([ActionMask(Choices = 2)] int Gear, [ActionMask(Choices = 2)] int Speed);\n"
            + Policy("[ActionMask] public partial Head<Move> Run { get; }"),
        isOne: false);

    [Theory]
    [InlineData("[ActionMask] public partial PointerHead", "[ActionMask(Over = nameof(Map))] public partial PointerHead")]
    [InlineData("[ActionMask(Over = \"\")] public partial PointerHead", "[ActionMask(Over = nameof(Map))] public partial PointerHead")]
    [InlineData("[ActionMask(AtMost = 2)] public partial SubsetHead",
        "[ActionMask(AtMost = 2, Over = nameof(Map))] public partial SubsetHead")]
    public async Task Over_IsAddedForEverySetAndMap(string wrong, string right)
    {
        wrong = Policy($"{wrong} Run {{ get; }}");

        Assert.Equal(
            ["Add 'Over = nameof(Units)'", "Add 'Over = nameof(Map)'", "Add 'Over = nameof(Ground)'"],
            await Fix.Titles(s_over, wrong));
        await Fix.Check(s_over, "Add 'Over = nameof(Map)'", wrong, Policy($"{right} Run {{ get; }}"));
    }

    [Fact]
    public Task Over_IsRemovedFromOtherHeads() => Fix.Check(
        s_over, "Remove 'Over'", Policy("[ActionMask(Over = nameof(Units))] public partial Head<bool> Run { get; }"),
        Policy("[ActionMask] public partial Head<bool> Run { get; }"));

    [Theory]
    [InlineData("Set 'AtMost = 8'", "[ActionMask(Over = nameof(Units))] public partial SubsetHead",
        "[ActionMask(Over = nameof(Units), AtMost = 8)] public partial SubsetHead")]
    [InlineData("Set 'AtMost = 8'", "[ActionMask(Over = nameof(Units), AtMost = 0)] public partial SubsetHead",
        "[ActionMask(Over = nameof(Units), AtMost = 8)] public partial SubsetHead")]
    [InlineData("Set 'AtMost = 9'", "[ActionMask(Over = nameof(Units), AtLeast = 9)] public partial SubsetHead",
        "[ActionMask(Over = nameof(Units), AtLeast = 9, AtMost = 9)] public partial SubsetHead")]
    [InlineData("Remove 'AtLeast'", "[ActionMask(Over = nameof(Units), AtLeast = 3, AtMost = 2)] public partial SubsetHead",
        "[ActionMask(Over = nameof(Units), AtMost = 2)] public partial SubsetHead")]
    [InlineData("Remove 'AtMost'", "[ActionMask(AtMost = 2)] public partial Head<bool>", "[ActionMask] public partial Head<bool>")]
    [InlineData("Remove 'AtLeast'", "[ActionMask(AtLeast = 2)] public partial Head<bool>", "[ActionMask] public partial Head<bool>")]
    public Task Picks_AreSetOrRemoved(string title, string wrong, string right) =>
        Fix.Check(s_picks, title, Policy($"{wrong} Run {{ get; }}"), Policy($"{right} Run {{ get; }}"));

    [Theory]
    // The last argument of the active branch is followed by the new one.
    [InlineData("Add 'Choices = 2'", "int", "[ActionMask(\n#if DEBUG\n    AllowEmpty = true\n#else\n    Each = "
        + "nameof(Units)\n#endif\n    )]",
        "[ActionMask(\n#if DEBUG\n    AllowEmpty = true, Choices = 2\n#else\n    Each = nameof(Units)\n#endif\n    )]",
        "[ActionMask(\n#if DEBUG\n    AllowEmpty = true, Choices = 2\n#else\n    Each = nameof(Units), Choices = 2\n#endif\n    )]")]
    [InlineData("Add 'Choices = 2'", "int", "\n#if DEBUG\n    [ActionMask]\n#else\n    [ActionMask(AllowEmpty = true)]\n#endif\n   ",
        "\n#if DEBUG\n    [ActionMask(Choices = 2)]\n#else\n    [ActionMask(AllowEmpty = true)]\n#endif\n   ",
        "\n#if DEBUG\n    [ActionMask(Choices = 2)]\n#else\n    [ActionMask(AllowEmpty = true, Choices = 2)]\n#endif\n   ")]
    [InlineData("Remove 'Choices'", "bool", "[ActionMask(AllowEmpty = true\n#if DEBUG\n    , Choices = 3\n#endif\n    )]",
        "[ActionMask(AllowEmpty = true\n#if DEBUG\n#endif\n    )]", "[ActionMask(AllowEmpty = true\n#if DEBUG\n#endif\n    )]")]
    [InlineData("Remove 'Choices'", "bool", "[ActionMask(\n#if DEBUG\n    Choices = 3,\n#endif\n    AllowEmpty = true)]",
        "[ActionMask(\n#if DEBUG\n#endif\n    AllowEmpty = true)]", "[ActionMask(\n#if DEBUG\n#endif\n    AllowEmpty = true)]")]
    [InlineData("Remove 'Choices'", "bool", "[ActionMask(\n#if DEBUG\n    Choices = 3\n#endif\n    )]",
        "[ActionMask(\n#if DEBUG\n#endif\n    )]", "[ActionMask(\n#if DEBUG\n#endif\n    )]")]
    public async Task Branches_AreChangedWhereTheyAreCompiled(string title, string type, string wrong, string inOne, string inAll)
    {
        string With(string attribute) => Policy($"{attribute} public partial Head<{type}> Run {{ get; }}");

        await Fix.CheckBranches(s_choices, title, With(wrong), With(inOne), With(inAll));
    }

    [Theory]
    [InlineData("[ActionMask(AllowEmpty = true\n#if DEBUG\n    , Choices = 3\n#endif\n    )]")]
    [InlineData("[ActionMask\n#if DEBUG\n    (Choices = 3)\n#endif\n    ]")]
    [InlineData("[ActionMask(\n#if DEBUG\n    Choices = 3\n#endif\n    )]")]
    public async Task ArgumentThatTheOtherBranchHas_IsLeftToItsAuthor(string attribute) =>
        Assert.Empty(await Fix.Titles(s_choices, Policy($"{attribute} public partial Head<int> Run {{ get; }}")));

    [Fact]
    public async Task ArgumentOfOneProject_IsNotAddedAgainForAnother()
    {
        string With(string one, string other) => Policy(
            $"[ActionMask(Each = nameof(Units){other}\n#if DEBUG\n    , AllowEmpty = true{one}\n#endif\n    )] public partial "
                + $"Head<int> Run "
                + "{ get; }");

        Assert.Equal(With(", Choices = 2", ""), await Fix.ApplyToLinked(s_choices, With("", ""), null, ["DEBUG"], []));
    }

    [Fact]
    public async Task ArgumentWhoseCommaBelongsToSeveralBranches_IsLeftToItsAuthor() => Assert.Empty(await Fix.Titles(
        s_choices,
        Policy("[ActionMask(AllowEmpty = true,\n#if DEBUG\n    Choices = 3\n#else\n    Each = nameof(Units)\n#endif\n    )] public partial "
            + "Head<bool> Run { get; }"),
        "DEBUG"));

    [Fact]
    public async Task AllHeads_OfSeveralPolicies_AreFixedAtOnce()
    {
        string wrong = Policy("[ActionMask] public partial Head<int> A { get; } [ActionMask] public partial Head<int> B { get; }");
        string right = Policy("[ActionMask(Choices = 2)] public partial Head<int> A { get; } [ActionMask(Choices = 2)] public partial "
            + "Head<int> B { get; }");

        string[] fixedTexts = await Fix.ApplyToSolution(s_choices, [wrong, wrong.Replace("Policy", "Other", StringComparison.Ordinal)
            .Replace("[MaskedOther]", "[MaskedPolicy]", StringComparison.Ordinal)]);

        Assert.Equal(right, await Fix.ApplyAll(s_choices, wrong));
        Assert.Equal(
            [right, right.Replace("Policy", "Other", StringComparison.Ordinal)
                .Replace("[MaskedOther]", "[MaskedPolicy]", StringComparison.Ordinal)],
            fixedTexts);
        Compile.Valid(fixedTexts);
    }

    private static string Policy(string member) =>
        $$"""
        [MaskedPolicy] public partial class Policy
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [EntityMask(4)] public partial DeepSetEncoder Units { get; }
            [AgentGrid(3, 8, 8)] public partial ConvEncoder Map { get; }
            [Observation(1, 2, 3)] public partial ConvEncoder Ground { get; }
            {{member}}
        }
        """;
}
