using Microsoft.CodeAnalysis;

namespace Masking.Generators.Tests;

/// <summary>A mistake that is explained by other code refers to that code.</summary>
public sealed class RelatedPlaceTests
{
    private const string Members = "[Observation(4)] public partial MlpEncoder Globals { get; } [ActionMask] public partial Head<bool> "
        + "Jump { get; } [EntityMask(4)] public partial DeepSetEncoder Units { get; } ";

    [Theory]
    [InlineData("[ActionMask(Each = nameof(Globals))] public partial Head<bool> Run { get; }", "Globals")]
    [InlineData("[ActionMask(Each = \"Beasts\")] public partial Head<bool> Run { get; }")]
    [InlineData("[ActionMask(Over = nameof(Jump))] public partial PointerHead Aim { get; }", "Jump")]
    [InlineData("[Core(4)] public partial MlpCore One { get; } [Core(4)] public partial MlpCore Two { get; }", "One")]
    [InlineData("[Observation(4), EntityMask(4)] public partial DeepSetEncoder Both { get; }", "Observation(4)")]
    [InlineData("[ActionMask(Each = nameof(Units)), MaskPer(nameof(Jump))] public partial Head<bool> Run { get; }", "Jump")]
    [InlineData("[ActionMask, ActiveWhen(nameof(Jump), 3)] public partial Head<bool> Run { get; }", "Jump")]
    [InlineData("[Observation(4), MaskPer(nameof(Jump))] public partial MlpEncoder Other { get; }", "Other")]
    [InlineData(
        "[EntityMask(4), AttendsTo(nameof(Units))] public partial AttentionEncoder Foes { get; }", "Units")]
    [InlineData("[Value(Sees = [nameof(Jump)])] public partial ValueHead Value { get; }", "Jump")]
    [InlineData("[Observation(3)] public partial MlpEncoder Own { get; } = new(4);", "Observation(3)")]
    [InlineData("public enum Way { Left, Port = 0 } [ActionMask] public partial Head<Way> Steer { get; }", "Left", "Port")]
    [InlineData(
        "public readonly record struct Both(bool Up, double Speed); [ActionMask] public partial Head<Both> Fly { get; }", "Both")]
    [InlineData("public record struct Both(bool Up, bool Down); [ActionMask] public partial Head<Both> Fly { get; }", "Both")]
    [InlineData(
        "[ActionMask, MaskPer(nameof(Right))] public partial Head<bool> Left { get; } [ActionMask, MaskPer(nameof(Left))] public partial "
            + "Head<bool> Right { get; }",
        "Right")]
    public void RelatedCode_IsReported(string member, params string[] related)
    {
        Diagnostic reported = Assert.Single(Compile.Run(Policy(Members + member)).Reported());

        Assert.Equal(related, reported.AdditionalLocations.Select(TextOf));
    }

    [Fact]
    public void RecordStructInAnotherFile_IsRelatedToTheHead()
    {
        string policy = Policy(Members + "[ActionMask] public partial Head<Both> Fly { get; }");
        const string Struct = "public readonly record struct Both(bool Up, [ActionMask(Choices = 0)] int Gear);";

        Diagnostic reported = Assert.Single(Compile.Run(policy, Struct).Reported());

        Assert.Equal("Both", TextOf(reported.Location));
        Assert.Equal(["Choices = 0"], reported.AdditionalLocations.Select(TextOf));
    }

    [Fact]
    public void RecordStructOfTwoHeads_IsReportedOnce()
    {
        const string Source = "public readonly record struct Both(bool Up, [ActionMask(Choices = 0)] int Gear); [ActionMask] public "
            + "partial Head<Both> Fly { get; } [ActionMask] public partial Head<Both> Swim { get; }";

        Assert.Single(Compile.Run(Policy(Members + Source)).Reported());
    }

    private static string Policy(string members) => $"[MaskedPolicy] public sealed partial class Policy {{ {members} }}";

    private static string TextOf(Location location) =>
        location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(location.SourceSpan);
}
