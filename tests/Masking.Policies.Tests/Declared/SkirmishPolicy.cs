namespace Masking.Policies.Tests;

public enum Order { Hold, Move, Gather, Attack }

public enum Direction { North, East, South, West }

/// <summary>A single agent with an enum head and a pointer; a vector and a set.</summary>
[MaskedPolicy]
public sealed partial class SkirmishPolicy
{
    /// <summary>Score, time and resources.</summary>
    [Observation(12)]
    public partial MlpEncoder Globals { get; }

    /// <summary>All units.</summary>
    [EntityMask(features: 9)]
    public partial AttentionEncoder Units { get; }

    [Core(128)]
    public partial MlpCore Core { get; }

    /// <summary>The order.</summary>
    [ActionMask]
    public partial Head<Order> Command { get; }

    [ActionMask]
    public partial Head<Direction> Heading { get; }

    [ActionMask(Over = nameof(Units), AllowEmpty = true)]
    public partial PointerHead Target { get; }

    [Value]
    public partial ValueHead Value { get; }
}
