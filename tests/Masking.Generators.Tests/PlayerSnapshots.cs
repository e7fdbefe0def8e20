namespace Masking.Generators.Tests;

/// <summary>What is generated for projects that reference Masking.Player.</summary>
public sealed class PlayerSnapshots
{
    [Fact]
    public Task PointerAndValue() => Snapshot.Verify(Compile.Valid(Compile.WithPlayer(
        """
        [MaskedPolicy]
        public sealed partial class Policy
        {
            [Observation(12)] public partial MlpEncoder Globals { get; }
            [EntityMask(features: 9)] public partial AttentionEncoder Units { get; }
            [ActionMask] public partial Head<Order> Command { get; }
            [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)]
            public partial PointerHead Target { get; }
            [Value] public partial ValueHead Value { get; }
        }

        public enum Order { Hold, Attack }
        """)).Driver);

    [Fact]
    public Task NumbersAndMemoryOfEachCell() => Snapshot.Verify(Compile.Valid(Compile.WithPlayer(
        """
        [MaskedPolicy]
        public sealed partial class Policy
        {
            [AgentGrid(channels: 2)] public partial ConvEncoder Map { get; }
            [Core(8)] public partial LstmCore Core { get; }
            [ActionMask(Each = nameof(Map))] public partial Head<Drive> Drives { get; }
            [ActionMask(Each = nameof(Map), Low = -1, High = 1)] public partial Head<float> Wind { get; }
            [Value(Each = nameof(Map))] public partial ValueHead Value { get; }
        }

        public readonly record struct Drive([ActionMask(Low = -1, High = 1)] float Steer, bool Brake);
        """)).Driver);

    [Fact]
    public Task ActionValues() => Snapshot.Verify(Compile.Valid(Compile.WithPlayer(
        """
        [MaskedPolicy]
        public sealed partial class Policy
        {
            [Observation(4)] public partial MlpEncoder Globals { get; }
            [ActionMask] public partial QHead<bool> Jump { get; }
        }
        """)).Driver);
}
