namespace Masking.Policies.Tests;

/// <summary>Every unit has two heads. The entropies of one are summed, those of the other are averaged.</summary>
[MaskedPolicy]
public sealed partial class LegionPolicy
{
    [EntityMask(features: 3)]
    public partial DeepSetEncoder Units { get; }

    [ActionMask(Each = nameof(Units), EntropyReduction = EntropyReduction.Sum)]
    public partial Head<Order> Command { get; }

    [ActionMask(Each = nameof(Units)), ActiveWhen(nameof(Command), Order.Move)]
    public partial Head<Direction> Heading { get; }
}
