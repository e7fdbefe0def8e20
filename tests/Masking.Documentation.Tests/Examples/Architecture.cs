using Masking;

namespace Examples.Architecture;

public enum Order { Hold, Move, Attack }

[MaskedPolicy]
public sealed partial class SkirmishPolicy
{
    [EntityMask(features: 9)]          public partial AttentionEncoder Units { get; }
    [ActionMask]                       public partial Head<Order> Command { get; }
    [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)]
                                       public partial PointerHead Target { get; }
    [Value]                            public partial ValueHead Value { get; }
}

public sealed class ArchitectureExamples
{
    [Fact]
    public void APolicy_ActsLegally()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Batch batch = new(environments: 1, maxUnits: 2);
        batch.UnitsMask(0)[1] = true;
        batch.CommandMask(0).AllowOnly(Order.Attack);

        using Step<SkirmishPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(seed: 1));

        Assert.Equal((Order.Attack, 1), (step.Actions.CommandAt(0), step.Actions.TargetAt(0)));
    }
}
