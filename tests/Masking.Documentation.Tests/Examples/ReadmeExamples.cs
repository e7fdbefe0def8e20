using Masking;
using static TorchSharp.torch;

namespace Examples;

public sealed class ReadmeExamples
{
    [Fact]
    public void APolicy_ActsLegally()
    {
        Tensor globals = rand(16, 12), units = rand(16, 5, 9), unitsMask = ones(16, 5, ScalarType.Bool);
        Tensor commandMask = tensor([true, false, false, true]).expand(16, 4);

        var policy = new SkirmishPolicy();
        var random = new RandomStream(seed: 1);

        var observation = new SkirmishPolicy.Observation
        {
            Globals = globals,
            Units = units,
            UnitsMask = unitsMask,
            CommandMask = commandMask,
            TargetMask = null,
        };

        var (actions, logProb, value) = policy.Act(observation, random);
        Order order = actions.CommandAt(0);
        int? target = actions.TargetAt(0);

        var (newLogProb, entropy, newValue) = policy.Evaluate(observation, actions);

        Assert.Contains(order, new[] { Order.Hold, Order.Attack });
        Assert.Equal(order == Order.Attack, target is not null);
        Assert.True(newLogProb.allclose(logProb) && newValue.allclose(value) && newLogProb.requires_grad);
        Assert.True(entropy.isfinite().all().item<bool>());
    }

    [Fact]
    public void AWrongMask_IsNamed()
    {
        using SkirmishPolicy policy = new();
        SkirmishPolicy.Observation observation = new()
        {
            Globals = rand(16, 12),
            Units = rand(16, 5, 9),
            UnitsMask = ones(16, 5, ScalarType.Bool),
            CommandMask = ones(16, 5, ScalarType.Bool),
            TargetMask = null,
        };

        MaskShapeException error = Assert.Throws<MaskShapeException>(() => policy.ActGreedily(observation));

        Assert.StartsWith("SkirmishPolicy.CommandMask: expected (batch, 4) bool, got (16, 5) bool.", error.Message);
    }
}
