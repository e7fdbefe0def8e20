using Masking;

namespace Examples.Language;

[MaskedPolicy]
public sealed partial class HideAndSeekPolicy
{
    [EntityMask(features: 9, Pairwise = true), AttendsTo(nameof(Boxes), nameof(Ramps))]
                                      public partial AttentionEncoder Agents { get; }
    [EntityMask(features: 7), AttendsTo(nameof(Agents))]
                                      public partial AttentionEncoder Boxes { get; }
    [EntityMask(features: 5)]         public partial AttentionEncoder Ramps { get; }

    [ActionMask(Each = nameof(Agents))] public partial Head<Direction> Move { get; }
}
