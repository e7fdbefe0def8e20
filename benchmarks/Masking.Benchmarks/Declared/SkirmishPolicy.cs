namespace Masking.Benchmarks.Declared;

public enum Order { Hold, Move, Gather, Attack }

/// <summary>A policy with a vector, a set, an order, and a heading or a target if the order uses one.</summary>
[MaskedPolicy]
public sealed partial class SkirmishPolicy
{
    [Observation(12)]                 public partial MlpEncoder Globals { get; }
    [EntityMask(features: 9)]         public partial AttentionEncoder Units { get; }

    [Core(128)]                       public partial MlpCore Core { get; }

    [ActionMask]                      public partial Head<Order> Command { get; }
    [ActionMask, ActiveWhen(nameof(Command), Order.Move)]
                                      public partial Head<Direction> Heading { get; }
    [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)]
                                      public partial PointerHead Target { get; }

    [Value]                           public partial ValueHead Value { get; }
}
