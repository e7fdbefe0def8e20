using Masking.CodeFixes.Members;

namespace Masking.Generators.Tests.CodeFixes;

public sealed class PartTypeTests
{
    private static readonly PartTypeCodeFix s_fix = new();

    [Theory]
    [InlineData("[Observation(4)] public partial MlpEncoder? X { get; }", "[Observation(4)] public partial MlpEncoder X { get; }")]
    [InlineData("[ActionMask] public partial Head<bool>? /* a */ X { get; }", "[ActionMask] public partial Head<bool> /* a */ X { get; }")]
    [InlineData("[Core(4)] public partial LstmCore? X { get; }", "[Core(4)] public partial LstmCore X { get; }")]
    [InlineData("[Value] public partial ValueHead? X { get; }", "[Value] public partial ValueHead X { get; }")]
    [InlineData("[EntityMask(4)] public partial DeepSetEncoder? X { get; } = new(4);",
        "[EntityMask(4)] public partial DeepSetEncoder X { get; } = new(4);")]
    public Task QuestionMark_IsRemoved(string wrong, string right) => Fix.Check(s_fix, "Remove '?'", Policy(wrong), Policy(right));

    [Theory]
    [InlineData("[Observation(4)] public partial", "ConvEncoder", "MlpEncoder")]
    [InlineData("[Observation(4)] public partial", "int", "MlpEncoder")]
    [InlineData("[Observation(1, 2, 3)] public partial", "MlpEncoder", "ConvEncoder")]
    [InlineData("[EntityMask(4)] public partial", "MlpEncoder?", "AttentionEncoder", "DeepSetEncoder")]
    [InlineData("[AgentGrid(4)] public partial", "DeepSetEncoder", "ConvEncoder")]
    [InlineData("[Core(4)] public partial", "MlpEncoder", "MlpCore")]
    [InlineData("[Value] public partial", "Head<bool>", "ValueHead")]
    [InlineData("[ActionMask] public partial", "System.DayOfWeek", "Head<System.DayOfWeek>")]
    [InlineData("[ActionMask] public partial", "bool", "Head<bool>")]
    [InlineData("[ActionMask] public partial", "Both", "Head<Both>")]
    public async Task TypeThatDoesNotFit_IsReplaced(string declaration, string wrong, params string[] right)
    {
        Assert.Equal(right.Select(type => $"Change the type to '{type}'"), await Fix.Titles(s_fix, With(wrong)));
        foreach (string type in right)
        {
            await Fix.Check(s_fix, $"Change the type to '{type}'", With(wrong), With(type));
        }

        string With(string type) => Policy($"{declaration} /* a */ {type} X {{ get; }} // b");
    }

    [Theory]
    [InlineData("[ActionMask] public partial ValueHead X { get; }")]
    [InlineData("[Observation(4)] public partial ConvEncoder X { get; } = new(4, 5, 6);")]
    [InlineData("[Observation(4), Value] public partial ConvEncoder X { get; }")]
    public async Task OtherMembers_AreLeftToTheirAuthors(string member) => Assert.Empty(await Fix.Titles(s_fix, Policy(member)));

    [Fact]
    public async Task ATypeIsQualified_WhereTheNamespaceIsNotImported() => Assert.Equal(
        ["Change the type to 'Masking.MlpEncoder'"],
        await Fix.Titles(s_fix, "class MlpEncoder { } " + Policy("[Masking.Observation(4)] public partial int X { get; }")));

    [Fact]
    public async Task AllTypes_AreReplacedAtOnce()
    {
        string wrong = Policy("[Observation(4)] public partial int X { get; } [Observation(4)] public partial MlpCore Y { get; }");
        string right = Policy("[Observation(4)] public partial MlpEncoder X { get; } [Observation(4)] public partial MlpEncoder Y { "
            + "get; }");

        Assert.Equal(right, await Fix.ApplyAll(s_fix, wrong, "Change the type to 'MlpEncoder'"));
    }

    [Theory]
    [InlineData("Remove '?'",
        "#if DEBUG\n    [Observation(4)] public partial MlpEncoder? X { get; }\n#else\n    [EntityMask(4)] public partial "
            + "DeepSetEncoder? X { get; }\n#endif",
        "#if DEBUG\n    [Observation(4)] public partial MlpEncoder X { get; }\n#else\n    [EntityMask(4)] public partial "
            + "DeepSetEncoder? X { get; }\n#endif",
        "#if DEBUG\n    [Observation(4)] public partial MlpEncoder X { get; }\n#else\n    [EntityMask(4)] public partial "
            + "DeepSetEncoder X { get; }\n#endif")]
    [InlineData("Change the type to 'MlpEncoder'",
        "[Observation(4)]\n    public partial\n#if DEBUG\n    ConvEncoder\n#else\n    MlpEncoder\n#endif\n    X { get; }",
        "[Observation(4)]\n    public partial\n#if DEBUG\n    MlpEncoder\n#else\n    MlpEncoder\n#endif\n    X { get; }",
        "[Observation(4)]\n    public partial\n#if DEBUG\n    MlpEncoder\n#else\n    MlpEncoder\n#endif\n    X { get; }")]
    public Task Branches_AreChangedWhereTheyAreCompiled(string title, string wrong, string inOne, string inAll) =>
        Fix.CheckBranches(s_fix, title, Policy(wrong), Policy(inOne), Policy(inAll));

    [Fact]
    public async Task TypeThatContainsBranches_IsLeftToItsAuthor() => Assert.Empty(await Fix.Titles(
        s_fix, Policy("[Observation(4)] public partial Head<\n#if DEBUG\n    int\n#else\n    bool\n#endif\n    > X { get; }")));

    private static string Policy(string member) =>
        $$"""
        public readonly record struct Both(bool Up, bool Down);
        [MaskedPolicy] public partial class Policy
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [ActionMask] public partial Head<bool> Jump { get; }
            {{member}}
        }
        """;
}
