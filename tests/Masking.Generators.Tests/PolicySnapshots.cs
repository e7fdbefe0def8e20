namespace Masking.Generators.Tests;

/// <summary>What is generated for whole policies, valid and not.</summary>
public sealed class PolicySnapshots
{
    [Fact]
    public Task EverythingTogether() =>
        Snapshot.Verify(Compile.Valid(Declared.Everything, Declared.Use.Replace("Policy", "Game.Policy", StringComparison.Ordinal)).Driver);

    [Fact]
    public Task ValueOfEachEntity() => Snapshot.Verify(Compile.Valid(
        """
        [MaskedPolicy]
        public sealed partial class Policy
        {
            [EntityMask(features: 9)] public partial DeepSetEncoder Units { get; }
            [Observation(3)] public partial MlpEncoder Clock { get; }
            [ActionMask(Each = nameof(Units))] public partial Head<bool> Jump { get; }
            [Value(Each = nameof(Units), Sees = [nameof(Clock)])] public partial ValueHead Value { get; }
        }
        """).Driver);

    [Fact]
    public Task ValueOfEachAgentOnAMap() => Snapshot.Verify(Compile.Valid(
        """
        [MaskedPolicy]
        public sealed partial class Policy
        {
            [AgentGrid(channels: 5)] public partial ConvEncoder Map { get; }
            [Core(8)] public partial GruCore Core { get; }
            [ActionMask(Each = nameof(Map))] public partial Head<bool> Jump { get; }
            [Value(Each = nameof(Map))] public partial ValueHead Value { get; }
        }
        """).Driver);

    [Fact]
    public Task NestedAndGeneric() => Snapshot.Verify(Compile.Valid(
        $$"""
        namespace @namespace;
        public partial class Outer<T> where T : class
        {
            internal partial record struct Inner
            {
                [MaskedPolicy]
                internal sealed partial class Policy<@event>
                {
                    [Observation(4)] public partial MlpEncoder Globals { get; }
                    [ActionMask] public partial Head<bool> @class { get; }
                }
            }
        }
        """).Driver);

    [Fact]
    public Task Documentation() => Snapshot.Verify(Compile.Valid(
        """
        namespace Game;

        /// <summary>Orders.</summary>
        public enum Order
        {
            /// <summary>Waits.</summary>
            Hold,
        }

        /// <summary>A policy.</summary>
        [MaskedPolicy]
        public sealed partial class Policy
        {
            /// <summary>
            /// Score &amp; time, 0 &lt; t; see <see cref="Order.Hold"/> and <see cref="Command"/>.
            /// <list type="bullet">
            ///   <item>One.</item>
            /// </list>
            /// <code>
            /// if (x &lt; 3)
            /// {
            ///     y();
            ///
            ///     z();
            /// }
            /// </code>
            /// </summary>
            /// <remarks>Not carried over.</remarks>
            [Observation(4)]
            public partial MlpEncoder Globals { get; }

            /** <summary>What <c>to</c> do.</summary> */
            [ActionMask]
            public partial Head<Order> Command { get; }

            /// <inheritdoc cref="Command"/>
            [ActionMask]
            public partial Head<Order> Second { get; }
        }
        """).Driver);

    [Fact]
    public Task PartsWithInitializersAndLayersOfItsOwn() => Snapshot.Verify(Compile.Valid(
        """
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        [MaskedPolicy]
        public sealed partial class Policy
        {
            private readonly Linear predict = nn.Linear(8, 2);
            private readonly Parameter @scale = nn.Parameter(ones(2)), @event = nn.Parameter(ones(2));
            private readonly Tensor? mean = zeros(2);
            [TorchSharp.Utils.ComponentName(Name = "renamed")] private readonly nn.IModule<Tensor, Tensor> other = nn.Linear(1, 1);

            [Observation(4)] public partial VectorEncoder Globals { get; } = new MlpEncoder(4, width: 8);
            [EntityMask(3)] public partial AttentionEncoder Units { get; } = new(3, width: 16);
            [Core(6)] public partial GruCore Core { get; } = new(24, 6);
            [ActionMask] public partial Head<bool> Jump { get; } = new(6, 2);
            [ActionMask(Over = nameof(Units)), Given(nameof(Jump))] public partial PointerHead Target { get; } = new(6, 16, given: [2]);
            [Value] public partial ValueHead Value { get; } = new(6);

            public ModuleList<Linear> Hints { get; } = nn.ModuleList(nn.Linear(2, 2));
        }
        """).Driver);

    [Fact]
    public Task WrongHead_KeepsSignatures() => Snapshot.Verify(Compile.Run(
        """
        [MaskedPolicy]
        public sealed partial class Policy
        {
            [EntityMask(features: 9)] public partial DeepSetEncoder Units { get; }
            [ActionMask(Each = "Unit")] public partial Head<bool> Jump { get; }
            [ActionMask] public partial Head<int> Speed { get; }
            [Value] public partial MlpCore Worth { get; }
        }
        """).Driver);

    [Fact]
    public Task TakenName_KeepsProperties() => Snapshot.Verify(Compile.Run(
        """
        [MaskedPolicy]
        public sealed partial class Policy
        {
            [Observation(4)] public partial MlpEncoder Observation { get; }
            [ActionMask] public partial Head<bool> Jump { get; }
        }
        """).Driver);
}
