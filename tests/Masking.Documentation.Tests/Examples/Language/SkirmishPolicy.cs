using Masking;

namespace Examples.Language;

public enum Order { Hold, Move, Gather, Attack }

public enum Direction { North, East, South, West }

[MaskedPolicy]
public sealed partial class SkirmishPolicy
{
    [Observation(12)]         public partial MlpEncoder Globals { get; }
    [EntityMask(features: 9)] public partial AttentionEncoder Units { get; }

    [ActionMask]                                                          public partial Head<Order> Command { get; }
    [ActionMask, ActiveWhen(nameof(Command), Order.Move)]                 public partial Head<Direction> Heading { get; }
    [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)]
                                                                          public partial PointerHead Target { get; }
    [ActionMask(Choices = 3), MaskPer(nameof(Target))]                    public partial Head<int> Weapon { get; }

    [Value] public partial ValueHead Value { get; }
}
