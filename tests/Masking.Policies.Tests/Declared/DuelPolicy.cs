namespace Masking.Policies.Tests;

/// <summary>Gaps, and values below zero, out of order: the choices are in the order of the numbers.</summary>
public enum Stance { Wait = 0, Charge = 40, Retreat = -7, Bluff = 3 }

public enum Coin : byte { Copper = 5, Silver = 200, Gold = 255 }

/// <summary>Few enough joint actions to write all of them down; a head that may have nothing to choose.</summary>
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
