using Masking;

namespace Examples.Language;

[MaskedPolicy]
public sealed partial class SwarmPolicy
{
    [EntityMask(features: 9)]          public partial AttentionEncoder Units { get; }
    [ActionMask(Each = nameof(Units))] public partial Head<Order> Command { get; }
    [Value(Each = nameof(Units))]      public partial ValueHead Value { get; }
}
