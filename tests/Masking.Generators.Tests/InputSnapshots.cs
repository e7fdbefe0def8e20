namespace Masking.Generators.Tests;

/// <summary>What is generated for each kind of input, with the same head.</summary>
public sealed class InputSnapshots
{
    [Fact]
    public Task Vector() => Verify("[Observation(4)] public partial MlpEncoder Globals { get; }");

    [Fact]
    public Task MapWithoutAgents() => Verify("[Observation(3, 8, 6)] public partial ConvEncoder Ground { get; }");

    [Fact]
    public Task Set() => Verify("[EntityMask(features: 9)] public partial DeepSetEncoder Units { get; }");

    [Fact]
    public Task SetWithSight() => Verify("[EntityMask(features: 9, Pairwise = true)] public partial AttentionEncoder Units { get; }");

    [Fact]
    public Task AgentMapOfAnySize() => Verify("[AgentGrid(channels: 5)] public partial ConvEncoder Map { get; }");

    [Fact]
    public Task AgentMapOfAFixedSize() => Verify("[AgentGrid(channels: 5, height: 8, width: 6)] public partial ConvEncoder Map { get; }");

    [Fact]
    public Task SeveralSets() =>
        Verify(
            "[EntityMask(features: 9)] public partial DeepSetEncoder Units { get; } [EntityMask(features: 3)] public partial "
                + "DeepSetEncoder Enemies { get; }"
        );

    [Fact]
    public Task SetsThatAttendToOthers() =>
        Verify(
            "[EntityMask(features: 9, Pairwise = true), AttendsTo(nameof(Boxes), nameof(Ramps))] public partial AttentionEncoder Agents "
                + "{ get; } "
                + "[EntityMask(features: 3), AttendsTo(nameof(Agents))] public partial AttentionEncoder Boxes { get; } "
                + "[EntityMask(features: 2)] public partial AttentionEncoder Ramps { get; }"
        );

    [Fact]
    public Task InputsForTheValueAlone() =>
        Verify(
            "[Observation(4)] public partial MlpEncoder Globals { get; } [EntityMask(features: 9)] public partial DeepSetEncoder Hidden "
                + "{ get; } [Observation(3)] public partial MlpEncoder Clock { get; } "
                + "[Value(Sees = [nameof(Hidden), nameof(Clock)])] public partial ValueHead Value { get; }"
        );

    [Fact]
    public Task OwnParts() => Snapshot.Verify(Compile.Valid(
        """
        using static TorchSharp.torch;

        public sealed class Identity(int inputs) : VectorEncoder("identity", inputs)
        {
            public override Tensor forward(Tensor input) => input.alias();
        }

        public sealed class Thought<T>(int inputs, int width) : MlpCore(inputs, width);

        [MaskedPolicy]
        internal sealed partial class Policy
        {
            [Observation(4)] internal partial Identity Globals { get; }
            [Core(16)] private partial Thought<string?> Core { get; }
            [ActionMask] public partial Head<bool> Jump { get; }
        }
        """).Driver);

    private static Task Verify(string inputs) => Snapshot.Verify(Compile.Valid(
        $$"""
        [MaskedPolicy]
        public sealed partial class Policy
        {
            {{inputs}}
            [ActionMask] public partial Head<bool> Jump { get; }
        }
        """).Driver);
}
