using Masking;

namespace Examples.ComingFrom;

[MaskedPolicy]
public sealed partial class SquadPolicy
{
    [Observation(12)]                                      public partial MlpEncoder Globals { get; }
    [EntityMask(features: 9), AttendsTo(nameof(Enemies))]  public partial AttentionEncoder Units { get; }
    [EntityMask(features: 7), AttendsTo(nameof(Units))]    public partial AttentionEncoder Enemies { get; }

    [ActionMask(Each = nameof(Units))]                     public partial Head<Order> Command { get; }
    [ActionMask(Each = nameof(Units), Over = nameof(Enemies)), ActiveWhen(nameof(Command), Order.Attack)]
                                                           public partial PointerHead Target { get; }

    [Value]                                                public partial ValueHead Value { get; }
}
