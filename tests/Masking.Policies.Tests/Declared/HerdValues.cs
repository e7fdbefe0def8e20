namespace Masking.Policies.Tests;

/// <summary>Action values for every animal of a herd.</summary>
[MaskedPolicy]
public sealed partial class HerdValues
{
    [EntityMask(features: 3)]
    public partial DeepSetEncoder Sheep { get; }

    [Core(16)]
    public partial MlpCore Core { get; }

    [ActionMask(Each = nameof(Sheep), Choices = 4)]
    public partial QHead<int> Steps { get; }
}
