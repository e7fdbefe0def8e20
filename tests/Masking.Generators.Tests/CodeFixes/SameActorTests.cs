using Masking.CodeFixes.Attributes;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>A head gets the actor of the head that it depends on.</summary>
public sealed class SameActorTests
{
    private static readonly SameActorCodeFix Actor = new();

    [Theory]
    [InlineData("Set 'Each = nameof(Units)'", "[ActionMask, ActiveWhen(nameof(Run), true)]",
        "[ActionMask(Each = nameof(Units)), ActiveWhen(nameof(Run), true)]")]
    [InlineData("Set 'Each = nameof(Units)'", "[ActionMask(Each = nameof(Map), AllowEmpty = true /* a */), MaskPer(\"Run\")]",
        "[ActionMask(Each = nameof(Units), AllowEmpty = true /* a */), MaskPer(\"Run\")]")]
    [InlineData("Remove 'Each'", "[ActionMask(Each = nameof(Units)), MaskPer(nameof(Jump))]", "[ActionMask, MaskPer(nameof(Jump))]")]
    public Task Each_IsThatOfTheOtherHead(string title, string wrong, string right) =>
        Fix.Check(Actor, title, Policy(wrong), Policy(right));

    [Theory]
    [InlineData("[ActionMask, MaskPer(nameof(Globals))]")]
    [InlineData("[ActionMask, MaskPer(nameof(X))]")]
    [InlineData("[ActionMask, MaskPer(\"\")]")]
    public async Task NameOfNoOtherHead_IsNotFixed(string wrong) => Assert.Empty(await Fix.Titles(Actor, Policy(wrong)));

    [Theory]
    [InlineData("[ActionMask]", "[ActionMask(Each = nameof(Units))]")]
    [InlineData("[ActionMask(Each = nameof(Map), AllowEmpty = true)]", "[ActionMask(Each = nameof(Units), AllowEmpty = true)]")]
    public Task Each_IsThatOfTheValue(string wrong, string right) =>
        Fix.Check(Actor, "Set 'Each = nameof(Units)'", WithValue(wrong), WithValue(right));

    private static string WithValue(string attributes) => $$"""
        [MaskedPolicy] public sealed partial class Policy
        {
            [EntityMask(4)] public partial DeepSetEncoder Units { get; }
            [AgentGrid(3)] public partial ConvEncoder Map { get; }
            {{attributes}} public partial Head<bool> X { get; }
            [Value(Each = nameof(Units))] public partial ValueHead Value { get; }
        }
        """;

    private static string Policy(string attributes) => $$"""
        [MaskedPolicy] public sealed partial class Policy
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [EntityMask(4)] public partial DeepSetEncoder Units { get; }
            [AgentGrid(3)] public partial ConvEncoder Map { get; }
            [ActionMask] public partial Head<bool> Jump { get; }
            [ActionMask(Each = nameof(Units))] public partial Head<bool> Run { get; }
            {{attributes}} public partial Head<bool> X { get; }
        }
        """;
}
