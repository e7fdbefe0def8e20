namespace Masking.Policies.Tests;

/// <summary>Every soldier chooses a record struct, and bits whose mask depends on another choice.</summary>
[MaskedPolicy]
public sealed partial class PlatoonPolicy
{
    [EntityMask(features: 2)]
    public partial DeepSetEncoder Soldiers { get; }

    [ActionMask(Each = nameof(Soldiers), EntropyReduction = EntropyReduction.Sum)]
    public partial Head<Maneuver> Maneuvers { get; }

    [ActionMask(Each = nameof(Soldiers), EntropyReduction = EntropyReduction.Sum)]
    public partial Head<bool> Watch { get; }

    [ActionMask(Each = nameof(Soldiers), EntropyReduction = EntropyReduction.Sum), MaskPer(nameof(Watch))]
    public partial Head<Signal> Signals { get; }
}
