using Masking.CodeFixes.Attributes;
using Masking.CodeFixes.Members;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>Parts without an attribute, and arguments that have no effect on a parameter.</summary>
public sealed class UndeclaredPartTests
{
    private static readonly DeclarePartCodeFix s_declare = new();
    private static readonly ComponentArgumentCodeFix s_argument = new();

    [Theory]
    [InlineData("Head<bool>", "[ActionMask]")]
    [InlineData("Head<int>", "[ActionMask(Choices = 2)]")]
    [InlineData("PointerHead", "[ActionMask(Over = nameof(Units))]", "[ActionMask(Over = nameof(Map))]")]
    [InlineData("SubsetHead", "[ActionMask(Over = nameof(Units), AtMost = 8)]", "[ActionMask(Over = nameof(Map), AtMost = 8)]")]
    [InlineData("ValueHead", "[Value]")]
    [InlineData("MlpEncoder", "[Observation(12)]")]
    [InlineData("DeepSetEncoder", "[EntityMask(8)]")]
    [InlineData("ConvEncoder", "[Observation(3, 8, 8)]", "[AgentGrid(3)]")]
    [InlineData("GruCore", "[Core(64)]")]
    public async Task Attribute_IsAdded(string type, params string[] attributes)
    {
        string wrong = Policy($"// a\n    public partial {type} X {{ get; }} // b");

        Assert.Equal(attributes.Select(attribute => $"Add {attribute}"), await Fix.Titles(s_declare, wrong));
        foreach (string attribute in attributes)
        {
            await Fix.Check(
                s_declare, $"Add {attribute}", wrong, Policy($"// a\n    {attribute}\n    public partial {type} X {{ get; }} // b"));
        }
    }

    [Fact]
    public Task AttributeOfAllParts_IsAdded() => Fix.Check(
        s_declare, "Add [ActionMask]",
        Policy("public partial Head<bool> X { get; } [System.Obsolete] public partial Head<bool> Y { get; }"),
        Policy("[ActionMask]\n    public partial Head<bool> X { get; } [System.Obsolete] [ActionMask] public "
            + "partial Head<bool> Y { get; }"),
        isOne: false);

    [Fact]
    public Task PartInABranch_IsDeclaredThere()
    {
        static string With(string one, string other) =>
            Policy($"\n#if DEBUG\n    {one}public partial ValueHead X {{ get; }}\n#else\n    {other}internal partial ValueHead X "
                + "{ get; }\n#endif");
        const string Value = "[Value]\n    ";

        return Fix.CheckBranches(s_declare, null, With("", ""), With(Value, ""), With(Value, Value));
    }

    [Theory]
    [InlineData("[ActionMask(Choices = 3, Each = \"Units\")] int Gear", "Remove 'Each'", "[ActionMask(Choices = 3)] int Gear")]
    [InlineData("[ActionMask(AllowEmpty = true /* a */)] bool Up", "Remove 'AllowEmpty'", "[ActionMask(/* a */)] bool Up")]
    public Task ArgumentOfAParameter_IsRemoved(string wrong, string title, string right) =>
        Fix.Check(s_argument, title, Struct(wrong), Struct(right));

    [Fact]
    public Task ArgumentInABranch_IsRemovedThere()
    {
        static string With(string one, string other) => Struct(
            $"[ActionMask(Choices = 3\n#if DEBUG\n{one}#else\n{other}#endif\n    )] int Gear");
        const string Empty = "    , AllowEmpty = true\n";

        return Fix.CheckBranches(s_argument, null, With(Empty, Empty), With("", Empty), With("", ""));
    }

    private static string Struct(string parameter) => $"public readonly record struct Move({parameter});\n"
        + Policy("[ActionMask] public partial Head<Move> Run { get; }");

    private static string Policy(string member) =>
        $$"""
        [MaskedPolicy] public partial class Policy
        {
            [EntityMask(4)] public partial DeepSetEncoder Units { get; }
            [Observation(1, 2, 3)] public partial ConvEncoder Map { get; }
            [ActionMask] public partial Head<bool> Jump { get; }
            {{member}}
        }
        """;
}
