namespace Masking.Policies.Tests;

/// <summary>Vehicles that drive to different customers.</summary>
[MaskedPolicy]
public sealed partial class DispatchPolicy
{
    [EntityMask(features: 2)]
    public partial DeepSetEncoder Vehicles { get; }

    [EntityMask(features: 3)]
    public partial DeepSetEncoder Customers { get; }

    [ActionMask(Each = nameof(Vehicles), Over = nameof(Customers), EntropyReduction = EntropyReduction.Sum), Distinct]
    public partial PointerHead Destination { get; }

    [Value]
    public partial ValueHead Value { get; }
}
