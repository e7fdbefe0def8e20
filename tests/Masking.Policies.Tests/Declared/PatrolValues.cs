namespace Masking.Policies.Tests;

/// <summary>Action values for every guard on a map.</summary>
[MaskedPolicy]
public sealed partial class PatrolValues
{
    [AgentGrid(channels: 2)]
    public partial ConvEncoder Walls { get; }

    [Core(16)]
    public partial MlpCore Core { get; }

    [ActionMask(Each = nameof(Walls))]
    public partial QHead<bool> GoOn { get; }
}
