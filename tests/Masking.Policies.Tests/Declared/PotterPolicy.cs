namespace Masking.Policies.Tests;

/// <summary>Numbers that depend on choices, and choices that depend on numbers, of every agent on a map.</summary>
[MaskedPolicy]
public sealed partial class PotterPolicy
{
    [AgentGrid(channels: 2)]
    public partial ConvEncoder Shelf { get; }

    [ActionMask(Each = nameof(Shelf), Low = 5, High = 7)]
    public partial Head<float> Heat { get; }

    [ActionMask(Each = nameof(Shelf)), Given(nameof(Heat))]
    public partial Head<TankOrder> Glaze { get; }

    [ActionMask(Each = nameof(Shelf), Low = -3, High = 3), MaskPer(nameof(Glaze)), Given(nameof(Heat), nameof(Glaze))]
    public partial Head<float> Turn { get; }

    [ActionMask(Each = nameof(Shelf)), Given(nameof(Turn))]
    public partial Head<Driving> Carry { get; }

    [Value]
    public partial ValueHead Value { get; }
}
