namespace Masking.Policies.Tests;

/// <summary>Every agent on a map chooses a value and a cell; the size of the map depends on the batch.</summary>
[MaskedPolicy]
public sealed partial class ArmyPolicy
{
    [AgentGrid(channels: 5)]
    public partial ConvEncoder Map { get; }

    [ActionMask(Each = nameof(Map))]
    public partial Head<Order> Orders { get; }

    [ActionMask(Each = nameof(Map))]
    public partial Head<bool> Haste { get; }

    [ActionMask(Each = nameof(Map), Over = nameof(Map))]
    public partial PointerHead Aim { get; }

    [Value]
    public partial ValueHead Value { get; }
}
