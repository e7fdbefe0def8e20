namespace Masking.Policies.Tests;

/// <summary>Every coach picks several players of another set, or none. Entropies are summed.</summary>
[MaskedPolicy]
public sealed partial class RosterPolicy
{
    [EntityMask(features: 3)]
    public partial DeepSetEncoder Coaches { get; }

    [EntityMask(features: 2)]
    public partial DeepSetEncoder Players { get; }

    [ActionMask(Each = nameof(Coaches), EntropyReduction = EntropyReduction.Sum)]
    public partial Head<bool> Bids { get; }

    [
        ActionMask(Each = nameof(Coaches), Over = nameof(Players), AtLeast = 0, AtMost = 2, EntropyReduction = EntropyReduction.Sum),
        Given(nameof(Bids))
    ]
    public partial SubsetHead Roster { get; }
}
