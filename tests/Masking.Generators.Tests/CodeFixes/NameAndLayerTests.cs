using Masking.CodeFixes.Members;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>Types that are hidden by generated members, and layers that are not registered.</summary>
public sealed class NameAndLayerTests
{
    private static readonly QualifyTypeCodeFix s_qualify = new();
    private static readonly ReadOnlyLayerCodeFix s_readOnly = new();

    [Theory]
    [InlineData("[ActionMask] public partial Head<{0}> X {{ get; }}", "Actions", "global::Game.Actions")]
    [InlineData("[EntityMask({0}.Size)] public partial DeepSetEncoder X {{ get; }}", "Observation", "global::Game.Observation")]
    [InlineData("[EntityMask(\n#if DEBUG\n    {0}.Size /* a */\n#else\n    3\n#endif\n    )] public partial DeepSetEncoder X {{ get; }}",
        "Observation", "global::Game.Observation")]
    public async Task HiddenType_IsQualified(string member, string type, string qualified)
    {
        string With(string name) => "namespace Game { public enum Actions { A, B } public static class Observation { public const "
            + "int Size = "
            + "3; } " + Policy(string.Format(System.Globalization.CultureInfo.InvariantCulture, member, name)) + " }";
        string title = $"Change '{type}' to '{qualified}'";

        Assert.Equal(With(qualified), await Fix.Apply(s_qualify, With(type), title, "DEBUG"));
        Assert.Equal(With(qualified), await Fix.ApplyAll(s_qualify, With(type), title, "DEBUG"));
        Assert.Equal(With(qualified), await Fix.ApplyToLinked(s_qualify, With(type), title, ["DEBUG"]));
        Fix.Valid(With(qualified), "DEBUG");
    }

    [Fact]
    public Task AllHiddenTypes_AreQualified()
    {
        static string With(string name) => "public enum Actions { A, B } "
            + Policy($"[ActionMask] public partial Head<{name}> X {{ get; }} [ActionMask] public partial Head<{name}> Y {{ get; }}");

        return Fix.Check(s_qualify, "Change 'Actions' to 'global::Actions'", With("Actions"), With("global::Actions"), isOne: false);
    }

    [Theory]
    [InlineData("private Linear layer = nn.Linear(1, 1); // a\n", "private readonly Linear layer = nn.Linear(1, 1); // a\n",
        "Make 'layer' readonly")]
    [InlineData("// a\n    Parameter layer = nn.Parameter(zeros(1));", "// a\n    readonly Parameter layer = nn.Parameter(zeros(1));",
        "Make 'layer' readonly")]
    [InlineData("internal Tensor layer = zeros(1); int Other() => layer.GetHashCode();",
        "internal readonly Tensor layer = zeros(1); int Other() => layer.GetHashCode();", "Make 'layer' readonly")]
    [InlineData("public Linear Layer { get; set; } = nn.Linear(1, 1);", "public Linear Layer { get; } = nn.Linear(1, 1);",
        "Remove the setter of 'Layer'")]
    [InlineData("public Linear Layer\n    {\n        get;\n        private set; // b\n    } = nn.Linear(1, 1);",
        "public Linear Layer\n    {\n        get;\n        // b\n    } = nn.Linear(1, 1);", "Remove the setter of 'Layer'")]
    public Task Layer_BecomesReadOnly(string wrong, string right, string title) =>
        Fix.Check(s_readOnly, title, Using + Policy(wrong), Using + Policy(right));

    [Theory]
    [InlineData("private Linear layer = nn.Linear(1, 1); public void Reset() => layer = nn.Linear(1, 1);")]
    [InlineData("private Linear layer = nn.Linear(1, 1); public void Reset() => this.layer = nn.Linear(1, 1);")]
    [InlineData("private Linear layer = nn.Linear(1, 1); public void Reset() => System.Threading.Interlocked.Exchange(ref layer, null!);")]
    [InlineData("private Linear one = nn.Linear(1, 1), two = nn.Linear(1, 1);")]
    [InlineData("private static Linear layer = nn.Linear(1, 1);")]
    [InlineData("private Linear? layer;")]
    [InlineData("private Linear[] layers = [nn.Linear(1, 1)];")]
    [InlineData("public Parameter Layer { get; set; } = nn.Parameter(zeros(1));")]
    public async Task OtherLayers_AreLeftToTheirAuthors(string member) =>
        Assert.Empty(await Fix.Titles(s_readOnly, Using + Policy(member)));

    [Fact]
    public Task AllLayers_BecomeReadOnly() => Fix.CheckAll(
        s_readOnly,
        Using + Policy("private Linear a = nn.Linear(1, 1); private Linear b = nn.Linear(1, 1);"),
        Using + Policy("private readonly Linear a = nn.Linear(1, 1); private readonly Linear b = nn.Linear(1, 1);"));

    [Fact]
    public Task LayerInABranch_BecomesReadOnlyThere()
    {
        static string With(string one, string other) => Using + Policy(
            $"\n#if DEBUG\n    private {one}Linear layer = nn.Linear(1, 1);\n#else\n    private {other}Linear layer = nn.Linear(2, "
                + $"2);\n#endif\n");

        return Fix.CheckBranches(s_readOnly, null, With("", ""), With("readonly ", ""), With("readonly ", "readonly "));
    }

    private const string Using = "using TorchSharp.Modules; using static TorchSharp.torch; ";

    private static string Policy(string member) => $"[MaskedPolicy] public partial class Policy {{ {member} {Declared.Members} }}";
}
