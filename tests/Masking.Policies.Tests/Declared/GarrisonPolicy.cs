namespace Masking.Policies.Tests;

/// <summary>Guards that may take different posts on a map. The posts depend on their duty, and a signal on their post.</summary>
[MaskedPolicy]
public sealed partial class GarrisonPolicy
{
    [EntityMask(features: 2)]
    public partial DeepSetEncoder Guards { get; }

    [Observation(1, 1, 3)]
    public partial ConvEncoder Walls { get; }

    [ActionMask(Each = nameof(Guards), EntropyReduction = EntropyReduction.Sum)]
    public partial Head<bool> Duty { get; }

    [ActionMask(Each = nameof(Guards), Over = nameof(Walls), EntropyReduction = EntropyReduction.Sum)]
    [ActiveWhen(nameof(Duty), true), Given(nameof(Duty)), Distinct]
    public partial PointerHead Post { get; }

    [ActionMask(Each = nameof(Guards), Choices = 2, EntropyReduction = EntropyReduction.Sum), MaskPer(nameof(Post))]
    public partial Head<int> Signal { get; }

    [Value(Each = nameof(Guards))]
    public partial ValueHead Value { get; }
}
