using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>The generated types of a recurrent policy, in single steps.</summary>
public class RecurrentPolicyTests
{
    [Fact]
    public void AStep_HasTheMemoryOfTheDistribution()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConvoyPolicy policy = new();
        using ConvoyPolicy.Batch batch = Convoy();

        (ConvoyPolicy.Actions actions, Tensor logProb, Tensor value, ConvoyPolicy.Memory memory) = policy.Act(
            batch.Observation,
            new RandomStream(1)
        );
        ConvoyPolicy.Distribution distribution = policy.forward(batch.Observation);

        Same.Exactly(distribution.Memory.Hidden, memory.Hidden, "hidden");
        Same.Exactly(distribution.Memory.Cell, memory.Cell, "cell");
        Same.Exactly(distribution.LogProb(actions), logProb, "log-probability");
        Same.Exactly(distribution.Value, value, "value");
        Assert.False(memory.Hidden.requires_grad || memory.Cell.requires_grad);
        Assert.True(distribution.Memory.Hidden.requires_grad && distribution.Memory.Cell.requires_grad);
    }

    [Fact]
    public void TheMemory_ChangesTheActions()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConvoyPolicy policy = new();
        using ConvoyPolicy.Batch batch = Convoy();
        Tensor fresh = policy.ActGreedily(batch.Observation).Value.clone();

        batch.Remember(policy.ActGreedily(batch.Observation).Memory);

        Assert.NotEqual(Same.Numbers(fresh), Same.Numbers(policy.ActGreedily(batch.Observation).Value));
    }

    [Fact]
    public void ABatch_KeepsTheMemory_UntilAnEnvironmentIsCleared()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConvoyPolicy policy = new();
        using ConvoyPolicy.Batch batch = Convoy();
        Tensor hidden = batch.Observation.Memory.Hidden;
        Same.Zero(hidden, "at first");

        using (Step<ConvoyPolicy.Actions, ConvoyPolicy.Memory> step = policy.Act(batch.Observation, new RandomStream(1)))
        {
            batch.Remember(step.Memory);
            Same.Exactly(step.Memory.Hidden, hidden, "hidden");
            Same.Exactly(step.Memory.Cell, batch.Observation.Memory.Cell, "cell");
        }

        batch.Clear(1);

        Assert.True(hidden[0].abs().sum().item<float>() > 0);
        Same.Zero(hidden[1], "of the cleared environment");
        Same.Zero(batch.Observation.Memory.Cell[1], "of the cleared environment");
        Assert.Same(hidden, batch.Observation.Memory.Hidden);
    }

    [Fact]
    public void ABatch_RefusesTheMemoryOfAnotherBatch()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConvoyPolicy.Batch batch = Convoy();

        MaskShapeException thrown = Assert.Throws<MaskShapeException>(() => batch.Remember(ConvoyPolicy.Memory.Initial(3)));

        Assert.Equal(
            "ConvoyPolicy.Batch.Memory.Hidden: expected (2, 12) float32, got (3, 12) float32. "
                + "Pass the memory of a step on the observation of this batch.",
            thrown.Message
        );
    }

    [Fact]
    public void Reset_ReturnsTheInitialMemory_WhereAnEpisodeStarts()
    {
        using DisposeScope scope = NewDisposeScope();
        ConvoyPolicy.Memory memory = new() { Hidden = ones(2, 12), Cell = ones(2, 12) };

        ConvoyPolicy.Memory reset = memory.Reset(tensor(new[] { false, true }));

        Same.Exactly(ones(12), reset.Hidden[0], "kept");
        Same.Exactly(ConvoyPolicy.Memory.Initial(1).Cell[0], reset.Cell[1], "reset");
        Same.Exactly(ones(2, 12), memory.Cell, "given");
    }

    [Fact]
    public void DisposingAStep_DisposesItsMemory()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConvoyPolicy policy = new();
        using ConvoyPolicy.Batch batch = Convoy();
        Step<ConvoyPolicy.Actions, ConvoyPolicy.Memory> step = policy.Act(batch.Observation, new RandomStream(1));
        ConvoyPolicy.Distribution distribution = policy.forward(batch.Observation);
        ConvoyPolicy.Memory[] memories = [step.Memory, distribution.Memory];

        step.Dispose();
        distribution.Dispose();

        Assert.All(memories, memory => Assert.True(memory.Hidden.IsInvalid && memory.Cell.IsInvalid));
        Assert.Throws<ObjectDisposedException>(() => step.Memory);
        Assert.Throws<ObjectDisposedException>(() => distribution.Memory);
    }

    [Fact]
    public void TenThousandSteps_LeaveNoTensor()
    {
        using ConvoyPolicy policy = new();
        using ConvoyPolicy.Batch batch = Convoy();
        RandomStream stream = new(1);

        LiveTensors.StayTheSame(
            () =>
            {
                using Step<ConvoyPolicy.Actions, ConvoyPolicy.Memory> step = policy.Act(batch.Observation, stream);
                batch.Remember(step.Memory);
                batch.Clear((int)(stream.Step % 2));
            },
            calls: 10_000);
    }

    [Fact]
    public void HooksOfTheCore_RunInStepsAndInSequences()
    {
        using DisposeScope scope = NewDisposeScope();
        using SentryPolicy policy = new();
        int calls = 0;
        policy.Core.register_forward_pre_hook(_ => calls++);
        SentryPolicy.Observation observation = new()
        {
            Sounds = zeros(2, 5),
            Contacts = zeros(2, 1, 3),
            ContactsMask = ones(2, 1, ScalarType.Bool),
            CommandMask = null,
            TargetMask = null,
            Memory = policy.InitialMemory(2),
        };
        SentryPolicy.Observation sequence = new()
        {
            Sounds = zeros(3, 2, 5),
            Contacts = zeros(3, 2, 1, 3),
            ContactsMask = ones(3, 2, 1, ScalarType.Bool),
            CommandMask = null,
            TargetMask = null,
            Memory = policy.InitialMemory(2),
        };
        SentryPolicy.Actions actions = new() { Command = zeros(3, 2, ScalarType.Int64), Target = zeros(3, 2, ScalarType.Int64) };

        policy.ActGreedily(observation);
        Assert.Equal(1, calls);

        policy.Evaluate(sequence, actions, zeros(3, 2, ScalarType.Bool));
        Assert.Equal(2, calls);
    }

    [Fact]
    public void StateDict_HasTheLayersOfTheCore()
    {
        using ConvoyPolicy convoy = new();
        using SentryPolicy sentry = new();

        Assert.Equal(["Core.fromInput.weight", "Core.fromInput.bias", "Core.fromHidden.weight"], CoreOf(convoy));
        Assert.Equal(["Core.fromInput.weight", "Core.fromInput.bias", "Core.fromHidden.weight", "Core.fromHidden.bias"], CoreOf(sentry));

        static IEnumerable<string> CoreOf(nn.Module policy) =>
            policy.state_dict().Keys.Where(key => key.StartsWith("Core.", StringComparison.Ordinal));
    }

    private static ConvoyPolicy.Batch Convoy()
    {
        ConvoyPolicy.Batch batch = new(2, maxTrucks: 3);
        for (int environment = 0; environment < 2; environment++)
        {
            batch.Trucks(environment, 1).Fill(environment + 1);
            batch.TrucksMask(environment)[1] = true;
        }

        return batch;
    }
}
