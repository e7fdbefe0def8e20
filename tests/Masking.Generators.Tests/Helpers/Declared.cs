namespace Masking.Generators.Tests;

/// <summary>Declarations that many tests use.</summary>
internal static class Declared
{
    /// <summary>The smallest policy: it sees a vector and chooses an order.</summary>
    public const string Smallest =
        """
        namespace Game;

        public enum Order { Hold, Move, Attack }

        [MaskedPolicy]
        public sealed partial class Policy
        {
            [Observation(4)]
            public partial MlpEncoder Globals { get; }

            [ActionMask]
            public partial Head<Order> Command { get; }
        }
        """;

    /// <summary>An agent, a set and a map; every kind of head; a core and a value.</summary>
    public const string Everything =
        """
        namespace Game;

        public enum Order { Hold, Move, Attack }

        /// <summary>Commands an army.</summary>
        [MaskedPolicy]
        public sealed partial class Policy
        {
            /// <summary>Score and time.</summary>
            [Observation(4)]
            public partial MlpEncoder Globals { get; }

            /// <summary>All that is on the field.</summary>
            [EntityMask(features: 9, Pairwise = true)]
            public partial AttentionEncoder Units { get; }

            [EntityMask(features: 3)]
            public partial DeepSetEncoder Enemies { get; }

            [AgentGrid(channels: 5, height: 8, width: 6)]
            public partial ConvEncoder Map { get; }

            [Core(32)]
            public partial MlpCore Core { get; }

            /// <summary>What to do.</summary>
            [ActionMask]
            public partial Head<Order> Command { get; }

            [ActionMask(AllowEmpty = true)]
            public partial Head<bool> Retreat { get; }

            [ActionMask(Over = nameof(Enemies))]
            public partial PointerHead Target { get; }

            [ActionMask(Each = nameof(Units), Choices = 5)]
            public partial Head<int> Moves { get; }

            [ActionMask(Each = nameof(Units), Over = nameof(Map))]
            public partial PointerHead Goals { get; }

            [ActionMask(Each = nameof(Map))]
            public partial Head<Order> Orders { get; }

            [Value]
            public partial ValueHead Value { get; }
        }
        """;

    /// <summary>Members of a policy that sees a vector and chooses true or false: to put into classes of any kind.</summary>
    public const string Members =
        """
        [Observation(4)] public partial MlpEncoder Globals { get; }
        [ActionMask] public partial Head<bool> Jump { get; }
        """;

    /// <summary>Uses everything that is generated for a class <c>Policy</c> that is not generic.</summary>
    public const string Use =
        """
        internal static class Use
        {
            public static TorchSharp.torch.Tensor All(Policy.Observation observation, RandomStream stream)
            {
                using Policy policy = new();
                using Step<Policy.Actions> step = policy.Act(observation, stream);
                using Step<Policy.Actions> greedy = policy.ActGreedily(observation);
                using Policy.Distribution distribution = policy.forward(observation);
                using Policy.Actions sampled = distribution.Sample(stream);
                using Policy.Actions mode = distribution.Mode();
                using TorchSharp.torch.Tensor entropy = distribution.Entropy();
                using TorchSharp.torch.Tensor divergence = distribution.KlDivergence(distribution);
                using Evaluation evaluation = policy.Evaluate(observation, step.Actions);
                return distribution.LogProb(sampled).add(evaluation.LogProb);
            }
        }
        """;
}
