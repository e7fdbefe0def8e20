namespace Masking.Policies.Tests;

/// <summary>A single agent must pick three units, or all units if there are fewer.</summary>
[MaskedPolicy]
public sealed partial class SquadPolicy
{
    [EntityMask(features: 2)]
    public partial AttentionEncoder Units { get; }

    [ActionMask(Over = nameof(Units), AtLeast = 3, AtMost = 3)]
    public partial SubsetHead Squad { get; }
}
