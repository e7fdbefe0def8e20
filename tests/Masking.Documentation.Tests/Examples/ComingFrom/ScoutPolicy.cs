using Masking;

namespace Examples.ComingFrom;

public enum Order { Hold, Move, Gather, Attack }

public enum Direction { North, East, South, West }

[MaskedPolicy]
public sealed partial class ScoutPolicy
{
    [Observation(12)] public partial MlpEncoder Features { get; }
    [ActionMask]      public partial Head<Order> Command { get; }
    [ActionMask]      public partial Head<Direction> Heading { get; }
    [Value]           public partial ValueHead Value { get; }
}
