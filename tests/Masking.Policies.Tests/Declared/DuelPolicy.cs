namespace Masking.Policies.Tests;

/// <summary>An enum with gaps and negative values, not in the order of its numbers. Choices are in the order of the numbers.</summary>
public enum Stance { Wait = 0, Charge = 40, Retreat = -7, Bluff = 3 }

public enum Coin : byte { Copper = 5, Silver = 200, Gold = 255 }

/// <summary>A policy with few joint actions, so that all can be enumerated; a head that may have no legal choice.</summary>
[MaskedPolicy]
public sealed partial class DuelPolicy
{
    [Observation(3)]
    public partial MlpEncoder Opponent { get; }

    [ActionMask]
    public partial Head<Stance> Stance { get; }

    [ActionMask]
    public partial Head<bool> Shout { get; }

    [ActionMask(Choices = 3)]
    public partial Head<int> Bid { get; }

    [ActionMask(AllowEmpty = true)]
    public partial Head<Coin> Tribute { get; }

    [Value]
    public partial ValueHead Value { get; }
}
