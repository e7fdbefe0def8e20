using Masking;

namespace My_Game;

/// <summary>What the wizard can do in a turn.</summary>
public enum Order
{
    North, East, South, West, Spark,
}

/// <summary>
/// The policy that decides each turn of the wizard in the <see cref="Cellar"/>. Each property is a part of a neural network. The source
/// generator writes the rest of the class: the network, its observation, its actions, and the code that applies the masks.
/// </summary>
[MaskedPolicy]
public sealed partial class WizardPolicy
{
    // What the policy sees: three numbers about the wizard, and three about each slime. The entity mask states which slimes exist.
    [Observation(3)]                    public partial MlpEncoder Wizard { get; }
    [EntityMask(features: 3)]           public partial AttentionEncoder Slimes { get; }

    // What the policy decides: an order and, if the order is a spark, the slime that it hits. The action masks state what is legal.
    [ActionMask]                        public partial Head<Order> Command { get; }
    [ActionMask(Over = nameof(Slimes)), ActiveWhen(nameof(Command), Order.Spark)]
                                        public partial PointerHead Target { get; }

    // The sum of future rewards that the policy expects. The training needs it to tell good turns from bad ones.
    [Value]                             public partial ValueHead Value { get; }
}
