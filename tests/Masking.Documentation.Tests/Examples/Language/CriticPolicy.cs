using Masking;

namespace Examples.Language;

[MaskedPolicy]
public sealed partial class CriticPolicy
{
    [EntityMask(features: 9)]              public partial AttentionEncoder Visible { get; }
    [ActionMask]                           public partial Head<Order> Command { get; }

    [EntityMask(features: 9)]              public partial AttentionEncoder Everyone { get; }
    [Value(Sees = [nameof(Everyone)])]     public partial ValueHead Value { get; }
}
