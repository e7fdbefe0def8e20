using Masking.CodeFixes.Attributes;
using Masking.CodeFixes.Members;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>Attributes that contradict each other, or have no effect.</summary>
public sealed class RoleTests
{
    private static readonly OneRoleCodeFix s_oneRole = new();
    private static readonly IneffectiveAttributeCodeFix s_ineffective = new();

    [Theory]
    [InlineData("[Observation(4), EntityMask(4)] public partial DeepSetEncoder", "Remove [Observation]",
        "[EntityMask(4)] public partial DeepSetEncoder")]
    [InlineData("[Observation(4), EntityMask(4)] public partial MlpEncoder", "Remove [EntityMask]",
        "[Observation(4)] public partial MlpEncoder")]
    [InlineData("// a\n    [ActionMask] // b\n    [Value] // c\n    public partial Head<bool>", "Remove [Value]",
        "// a\n    [ActionMask] // b\n    // c\n    public partial Head<bool>")]
    [InlineData("/* a */ [ActionMask]\n    [Value]\n    public partial Head<bool>", "Remove [Value]",
        "/* a */ [ActionMask]\n    public partial Head<bool>")]
    public async Task OneOfTwoRoles_IsRemoved(string wrong, string title, string right)
    {
        Assert.Equal(2, (await Fix.Titles(s_oneRole, Policy($"{wrong} X {{ get; }}"))).Length);
        await Fix.Check(s_oneRole, title, Policy($"{wrong} X {{ get; }}"), Policy($"{right} X {{ get; }}"));
    }

    [Theory]
    [InlineData("[Observation(4), Given(nameof(Jump))] public partial MlpEncoder", "Remove [Given]",
        "[Observation(4)] public partial MlpEncoder")]
    [InlineData("[Observation(4)]\n    [MaskPer(nameof(Jump))]\n    public partial MlpEncoder", "Remove [MaskPer]",
        "[Observation(4)]\n    public partial MlpEncoder")]
    [InlineData("[AttendsTo(nameof(Boxes)), EntityMask(4)] public partial DeepSetEncoder", "Remove [AttendsTo]",
        "[EntityMask(4)] public partial DeepSetEncoder")]
    public Task AttributeWithoutEffect_IsRemoved(string wrong, string title, string right) =>
        Fix.Check(s_ineffective, title, Policy($"{wrong} X {{ get; }}"), Policy($"{right} X {{ get; }}"));

    [Fact]
    public Task DependenceOfAQHead_IsRemoved()
    {
        static string Q(string attributes) => "[MaskedPolicy] partial class Policy { [Observation(4)] public partial MlpEncoder Globals "
            + $"{{ get; }} {attributes} public partial QHead<bool> Q {{ get; }} }}";

        return Fix.Check(s_ineffective, "Remove [MaskPer]", Q("[ActionMask, MaskPer(nameof(Q))]"), Q("[ActionMask]"));
    }

    [Theory]
    [InlineData("[EntityMask(4), AttendsTo(nameof(Globals))] public partial AttentionEncoder X { get; }")]
    [InlineData("[ActionMask] public partial QHead<bool> X { get; }")]
    public async Task AttributeWithAnEffect_Stays(string member) => Assert.Empty(await Fix.Titles(s_ineffective, Policy(member)));

    [Fact]
    public async Task AllMembers_LoseTheirAttributes()
    {
        string wrong = Policy("[Observation(4), Value] public partial MlpEncoder X { get; } [Core(3), Value] public partial MlpCore Y "
            + "{ get; }");
        string right = Policy("[Observation(4)] public partial MlpEncoder X { get; } [Core(3)] public partial MlpCore Y { get; }");

        await Fix.Check(s_oneRole, "Remove [Value]", wrong, right, isOne: false);
    }

    [Theory]
    [InlineData("Remove [Value]", "#if DEBUG\n    [Value]\n#else\n    [Value, System.Obsolete]\n#endif\n    [Observation(4)]",
        "#if DEBUG\n#else\n    [Value, System.Obsolete]\n#endif\n    [Observation(4)]",
        "#if DEBUG\n#else\n    [System.Obsolete]\n#endif\n    [Observation(4)]")]
    [InlineData("Remove [Value]", "[Observation(4)\n#if DEBUG\n    , Value\n#endif\n    ]",
        "[Observation(4)\n#if DEBUG\n#endif\n    ]", "[Observation(4)\n#if DEBUG\n#endif\n    ]")]
    public Task Branches_AreChangedWhereTheyAreCompiled(string title, string wrong, string inOne, string inAll)
    {
        string With(string attributes) => Policy($"{attributes}\n    public partial MlpEncoder X {{ get; }}");

        return Fix.CheckBranches(s_oneRole, title, With(wrong), With(inOne), With(inAll));
    }

    private static string Policy(string member) =>
        $$"""
        [MaskedPolicy] public partial class Policy
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [EntityMask(4)] public partial AttentionEncoder Boxes { get; }
            [ActionMask] public partial Head<bool> Jump { get; }
            {{member}}
        }
        """;
}
