namespace Masking.Policies.Tests;

public sealed class NarrowEncoder(int features) : AttentionEncoder(features, width: 32);

/// <summary>The encoders of its sets have different widths, which are known only when the policy is constructed.</summary>
[MaskedPolicy]
public sealed partial class UnevenPolicy
{
    [EntityMask(features: 4), AttendsTo(nameof(Boxes))]
    public partial AttentionEncoder Agents { get; }

    [EntityMask(features: 3)]
    public partial NarrowEncoder Boxes { get; }

    [ActionMask(Each = nameof(Agents))]
    public partial Head<Direction> Moves { get; }
}
