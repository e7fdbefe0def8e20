namespace Masking.Player.Tests;

public enum Order { Hold, Move, Gather, Attack }

[MaskedPolicy]
public sealed partial class SkirmishPolicy
{
    [Observation(12)]                   public partial MlpEncoder Globals { get; }
    [EntityMask(features: 9)]           public partial AttentionEncoder Units { get; }

    [ActionMask]                        public partial Head<Order> Command { get; }
    [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)]
                                        public partial PointerHead Target { get; }

    [Value]                             public partial ValueHead Value { get; }
}
