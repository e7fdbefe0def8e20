using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = Masking.Training.Adam;

namespace Masking.Policies.Tests;

/// <summary>Networks of action values in Q-learning.</summary>
public class ValueTrainingTests
{
    public static TheoryData<string> Names => ValueNetworks.Names;

    [Theory, MemberData(nameof(Names))]
    public void TheGradientOfValues_ReachesOnlyTheChosenActions(string name)
    {
        using ValueSubject network = ValueNetworks.Make(name);
        Property.Holds(BatchOptions.Filled, options =>
        {
            Tensor?[] observation = network.Observe(options);
            using ActionValues actionValues = network.Evaluate(observation);
            Tensor actions = actionValues.EpsilonGreedy(1, new RandomStream(options.Seed));
            network.Module.zero_grad();
            actionValues.Of(actions).sum().backward();

            long[] chosen = Same.Integers(actions);
            double[] counts = [.. Enumerable.Range(0, network.Choices).Select(choice => (double)chosen.Count(action => action == choice))];
            Assert.Equal(counts, Same.Numbers(network.Parameter("bias").grad!));
        });
    }

    [Fact]
    public void ADoubleTarget_UsesTheNextMaskForBothNetworks()
    {
        using DisposeScope scope = NewDisposeScope();
        using ValueSubject online = EveryStateWorth([1, 2, 3]);
        using ValueSubject target = EveryStateWorth([10, 20, 40]);
        Tensor?[] next =
        [
            zeros(4, 4),
            Observing.Mask([true, true, true, true, true, false, true, false, false, false, false, false], 4, 3),
        ];
        Tensor reward = tensor(new[] { 1f, 1f, 1f, 5f });

        using ActionValues chooses = online.Evaluate(next);
        using ActionValues reads = target.Evaluate(next);

        // The third action is the best. If it is masked, the second is, then the first. The episode of the last environment has ended.
        Assert.Equal([21, 11, 6, 5], Same.Numbers(reward.Plus(reads.Of(chooses.Greedy()).mul(Constant.Of(0.5f)))));
        Assert.Equal([21, 11, 6, 5], Same.Numbers(reward.Plus(reads.Max().mul(Constant.Of(0.5f)))));
    }

    [Fact]
    public void ADoubleTarget_UsesTheActionOfTheOtherNetwork()
    {
        using DisposeScope scope = NewDisposeScope();
        using ValueSubject online = EveryStateWorth([1, 2, 3]);
        using ValueSubject target = EveryStateWorth([40, 20, 10]);
        Tensor?[] next = [zeros(2, 4), Observing.Mask([true, true, true, true, true, false], 2, 3)];

        using ActionValues chooses = online.Evaluate(next);
        using ActionValues reads = target.Evaluate(next);

        Assert.Equal([10, 20], Same.Numbers(reads.Of(chooses.Greedy())));
        Assert.Equal([40, 40], Same.Numbers(reads.Max()));
    }

    [Theory, MemberData(nameof(Names))]
    public void OneOptimizerStep_ReducesTheLoss_AndKeepsEverythingFinite(string name)
    {
        using ValueSubject network = ValueNetworks.Make(name);
        using DisposeScope scope = NewDisposeScope();
        Adam optimiser = new(network.Module.parameters(), 1e-3);
        Tensor?[] observation = network.Observe(new BatchOptions(3, Batch: 64, Slots: 4, Presence: 0.7, Legal: 0.7, MinSlots: 2));
        Tensor actions = network.Act(observation, 1, new RandomStream(1));
        Tensor taken = actions.ge(Constant.Of(0));
        Dictionary<string, double[]> before = network
            .Module.named_parameters()
            .ToDictionary(pair => pair.name, pair => Same.Numbers(pair.parameter));

        Tensor first = Loss();
        optimiser.ZeroGrad();
        first.backward();
        optimiser.Step();

        Assert.True(Loss().item<float>() < first.item<float>());
        foreach ((string parameter, Parameter values) in network.Module.named_parameters())
        {
            Same.Finite(values, parameter);
            Assert.False(Same.Numbers(values).SequenceEqual(before[parameter]), $"{parameter} has not changed.");
        }

        Tensor Loss() => network.Evaluate(observation).Of(actions).sub(Constant.Of(3)).Squared().masked_select(taken).mean();
    }

    [Theory, MemberData(nameof(Names))]
    public void EveryCall_LeavesNoTensor(string name)
    {
        using ValueSubject network = ValueNetworks.Make(name);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = network.Observe(new BatchOptions(2, Batch: 3, MinSlots: 1));
        RandomStream stream = new(1);

        LiveTensors.StayTheSame(
            () =>
            {
                using ActionValues actionValues = network.Evaluate(observation);
                using Tensor greedy = actionValues.Greedy();
                using Tensor explored = actionValues.EpsilonGreedy(0.5, stream);
                using Tensor max = actionValues.Max();
                using Tensor value = actionValues.Of(explored);
                using Tensor acted = network.Act(observation, 0.5, stream);
                using Tensor best = network.ActGreedily(observation);
                using Tensor loss = value.sum();
                loss.backward();
                Assert.False(acted.requires_grad);
            },
            calls: 40);
        Assert.Equal(1, LiveTensors.AddedBy(() => network.Act(observation, 0.5, stream)));
    }

    [Theory, MemberData(nameof(Names))]
    public void WrongInput_IsRefusedByName_WithoutSideEffects(string name)
    {
        using ValueSubject network = ValueNetworks.Make(name);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = network.Observe(new BatchOptions(2, Batch: 3, MinSlots: 1));
        using ActionValues actionValues = network.Evaluate(observation);
        RandomStream stream = new(1);
        Tensor actions = zeros_like(actionValues.Greedy());
        Tensor fewer = actions.narrow(0, 0, 1);
        Tensor beyond = actions.Plus(network.Choices);
        Tensor?[] turned = [.. observation[..^1], observation[^1]!.flatten()];

        MaskShapeException mask = LiveTensors.AfterThrowing<MaskShapeException>(() => network.Act(turned, 0.5, stream));
        Assert.Equal((name, $"{network.Head}Mask"), (mask.Policy, mask.Member));
        MaskShapeException shape = LiveTensors.AfterThrowing<MaskShapeException>(() => actionValues.Of(fewer));
        Assert.Equal((name, network.Head), (shape.Policy, shape.Member));
        LiveTensors.AfterThrowing<ArgumentOutOfRangeException>(() => actionValues.Of(beyond));
        LiveTensors.AfterThrowing<ArgumentOutOfRangeException>(() => network.Act(observation, -0.1, stream));
        LiveTensors.AfterThrowing<ArgumentOutOfRangeException>(() => actionValues.EpsilonGreedy(1.5, stream));
        LiveTensors.AfterThrowing<ArgumentNullException>(() => network.Act(observation, 0.5, null!));
        LiveTensors.AfterThrowing<ArgumentNullException>(() => actionValues.Of(null!));
        Assert.Equal(0, stream.Step);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void TypedReads_AreValues_OrNullForNoAction()
    {
        using DisposeScope scope = NewDisposeScope();
        using FerryValues.Actions stops = new() { Next = tensor(new[] { 0L, 1L, 2L, -1L }) };
        using HerdValues.Actions steps = new() { Steps = tensor(new[] { 3L, -1L }).reshape(1, 2) };
        using PatrolValues.Actions patrol = new() { GoOn = tensor(new[] { 1L, -1L }).reshape(1, 1, 2) };

        Assert.Equal([Stop.Island, Stop.Mole, Stop.Town, null], Enumerable.Range(0, 4).Select(row => stops.NextAt(row)));
        Assert.Equal((3, null), (steps.StepsAt(0, 0), steps.StepsAt(0, 1)));
        Assert.Equal((true, null), (patrol.GoOnAt(0, 0, 0), patrol.GoOnAt(0, 0, 1)));
    }

    /// <summary>Creates a network with the same values in every state.</summary>
    private static ValueSubject EveryStateWorth(float[] values)
    {
        ValueSubject network = ValueNetworks.Make(nameof(FerryValues));
        using IDisposable frozen = no_grad();
        network.Parameter("weight").zero_();
        network.Parameter("bias").copy_(tensor(values));
        return network;
    }
}
