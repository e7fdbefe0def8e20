using Masking.CodeFixes.Attributes;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>Names of members in attributes, and names of arguments.</summary>
public sealed class ReferenceTests
{
    private static readonly ReferenceCodeFix s_fix = new();
    private static readonly ArgumentNameCodeFix s_argumentNames = new();

    [Theory]
    [InlineData("[ActionMask(Each = \"units\")] public partial Head<bool> X { get; }", "units: Units, Boxes, Map | Remove 'Each'")]
    [InlineData("[ActionMask(Each = nameof(Globals))] public partial Head<bool> X { get; }",
        "Globals: Boxes, Units, Map | Remove 'Each'")]
    [InlineData("[ActionMask(Over = nameof(Jump))] public partial PointerHead X { get; }", "Jump: Map, Units, Boxes, Ground")]
    [InlineData("[ActionMask, MaskPer(nameof(Globals))] public partial Head<bool> X { get; }", "Globals: Jump, Target")]
    [InlineData("[ActionMask, ActiveWhen(nameof(Globals), true)] public partial Head<bool> X { get; }", "Globals: Jump")]
    [InlineData("[ActionMask, MaskPer(nameof(Bits))] public partial Head<bool> X { get; }", "Bits: Jump, Target")]
    [InlineData("[ActionMask, Given(nameof(Jump), nameof(Units))] public partial Head<bool> X { get; }", "Units: Bits, Target")]
    [InlineData("[ActionMask(Each = nameof(Units)), Given(nameof(Jump))] public partial Head<bool> X { get; }", "Jump: Run")]
    [InlineData("[EntityMask(4), AttendsTo(nameof(Jump))] public partial AttentionEncoder X { get; }", "Jump: Boxes")]
    [InlineData("[Value(Sees = [nameof(Jump), nameof(Globals)])] public partial ValueHead X { get; }", "Jump: Boxes, Ground")]
    [InlineData("[ActionMask(Each = nameof(Unitz))] public partial Head<bool> X { get; }", "Unitz: Units")]
    [InlineData("[ActionMask, Given(nameof(Jumpp))] public partial Head<bool> X { get; }", "Jumpp: Jump")]
    [InlineData("[EntityMask(4), AttendsTo(nameof(Boxe))] public partial AttentionEncoder X { get; }", "Boxe: Boxes")]
    [InlineData("[Value(Sees = new[] { nameof(Global) })] public partial ValueHead X { get; }", "Global: Globals")]
    [InlineData("[ActionMask(Each = nameof(Jumpp))] public partial Head<bool> X { get; }", "")]
    [InlineData("[ActionMask(Each = nameof(Enemies))] public partial Head<bool> X { get; }", "")]
    [InlineData("[Observation(Sizes)] public partial MlpEncoder X { get; }", "")]
    [InlineData("[EntityMask(4), AttendsTo(nameof(Boxes), nameof(Boxes))] public partial AttentionEncoder X { get; }", "")]
    public async Task MembersOfTheRightKind_AreOffered(string member, string expected)
    {
        string[] parts = expected.Split(" | ");
        string[] changes = [.. parts[0].Split([": ", ", "], StringSplitOptions.RemoveEmptyEntries)];

        IEnumerable<string> titles = changes.Skip(1).Select(name => $"Change '{changes[0]}' to '{name}'").Concat(parts.Skip(1));

        Assert.Equal(titles, await Fix.Titles(s_fix, Policy(member)));
    }

    [Theory]
    [InlineData("Change 'units' to 'Units'", "[ActionMask(Each = \"units\", /* a */ AllowEmpty = true)]",
        "[ActionMask(Each = nameof(Units), /* a */ AllowEmpty = true)]")]
    [InlineData("Remove 'Each'", "[ActionMask(Each = \"units\", AllowEmpty = true)]", "[ActionMask(AllowEmpty = true)]")]
    [InlineData("Change 'Unitz' to 'Units'", "[ActionMask(Each = nameof(Unitz) /* a */)]", "[ActionMask(Each = nameof(Units) /* a */)]")]
    [InlineData("Change 'Unitz' to 'Units'", "[ActionMask(Each = nameof(Policy.Unitz))]", "[ActionMask(Each = nameof(Units))]")]
    [InlineData("Change 'Jumpp' to 'Jump'", "[ActionMask, ActiveWhen(nameof(Jumpp), true)]", "[ActionMask, ActiveWhen(nameof(Jump), "
        + "true)]")]
    [InlineData("Change 'Globals' to 'Target'", "[ActionMask, Given(nameof(Jump), \"Globals\")]",
        "[ActionMask, Given(nameof(Jump), nameof(Target))]")]
    public Task Name_IsReplaced(string title, string wrong, string right) => Fix.Check(
        s_fix, title, Policy($"{wrong} public partial Head<bool> X {{ get; }}"), Policy($"{right} public partial Head<bool> X {{ get; }}"));

    /// <summary>A name that is like no other is not misspelled, and stays.</summary>
    [Fact]
    public async Task MisspelledNames_AreReplacedAtOnce() => Assert.Equal(
        Policy("[ActionMask(Each = nameof(Units))] public partial Head<bool> X { get; }",
            "[ActionMask(Each = nameof(Boxes))] public partial Head<bool> Y { get; }",
            "[ActionMask(Each = nameof(Globals))] public partial Head<bool> Z { get; }"),
        await Fix.ApplyAll(
            s_fix,
            Policy("[ActionMask(Each = \"units\")] public partial Head<bool> X { get; }",
                "[ActionMask(Each = \"Boxs\")] public partial Head<bool> Y { get; }",
                "[ActionMask(Each = nameof(Globals))] public partial Head<bool> Z { get; }"),
            "Change 'units' to 'Units'"));

    [Fact]
    public Task Branches_AreChangedWhereTheyAreCompiled()
    {
        static string With(string one, string other) => Policy(
            $"[ActionMask(\n#if DEBUG\n    Each = {one}\n#else\n    Each = {other}\n#endif\n    )] public partial Head<bool> X {{ get; }}");

        return Fix.CheckBranches(s_fix, "Change 'units' to 'Units'", With("\"units\"", "\"unit\""), With("nameof(Units)", "\"unit\""),
            With("nameof(Units)", "nameof(Units)"));
    }

    [Theory]
    [InlineData("[ActionMask(Eech = nameof(Units))]", "[ActionMask(Each = nameof(Units))]", "Change 'Eech' to 'Each'")]
    [InlineData("[ActionMask(Choises = 3)]", "[ActionMask(Choices = 3)]", "Change 'Choises' to 'Choices'")]
    [InlineData("[ActionMask(allowEmpty /* a */ = true)]", "[ActionMask(AllowEmpty /* a */ = true)]",
        "Change 'allowEmpty' to 'AllowEmpty'")]
    public async Task ArgumentName_IsCorrected(string wrong, string right, string title)
    {
        string With(string attribute) => Policy($"{attribute} public partial Head<int> X {{ get; }}");

        Assert.Equal([title], await Fix.Titles(s_argumentNames, With(wrong)));
        Assert.Equal(With(right), await Fix.Apply(s_argumentNames, With(wrong), title));
        Assert.Equal(With(right), await Fix.ApplyAll(s_argumentNames, With(wrong), title));
    }

    [Fact]
    public async Task ArgumentNamesInBranches_AreCorrectedWhereTheyAreCompiled()
    {
        string With(string one, string other) => Policy(
            $"[ActionMask(\n#if DEBUG\n    {one} = 3\n#else\n    {other} = 4\n#endif\n    )] public partial Head<int> X {{ get; }}");

        await Fix.CheckBranches(s_argumentNames, "Change 'Choises' to 'Choices'", With("Choises", "Choises"), With("Choices", "Choises"),
            With("Choices", "Choices"));
    }

    [Theory]
    [InlineData("[ActionMask(Speed = 3)] public partial Head<bool> X { get; }")]
    [InlineData("[ActionMask(Choices = 3, Choises = 3)] public partial Head<int> X { get; }")]
    [InlineData("[System.Obsolete(Urll = \"\")] public int X => 1;")]
    [InlineData("public Choises X => null!;")]
    public async Task OtherNames_AreLeftToTheirAuthors(string member) => Assert.Empty(await Fix.Titles(s_argumentNames, Policy(member)));

    private static string Policy(params string[] members) =>
        $$"""
        [System.Flags] public enum Perks { A = 1, B = 2 }
        [MaskedPolicy] public partial class Policy
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [EntityMask(4)] public partial DeepSetEncoder Units { get; }
            [EntityMask(4)] public partial AttentionEncoder Boxes { get; }
            [AgentGrid(3, 8, 8)] public partial ConvEncoder Map { get; }
            [Observation(1, 2, 3)] public partial ConvEncoder Ground { get; }
            [ActionMask] public partial Head<bool> Jump { get; }
            [ActionMask] public partial Head<Perks> Bits { get; }
            [ActionMask(Over = nameof(Map))] public partial PointerHead Target { get; }
            [ActionMask(Each = nameof(Units))] public partial Head<bool> Run { get; }
            {{string.Join("\n    ", members)}}
        }
        """;
}
