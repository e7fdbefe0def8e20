using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Networks of action values consider legal actions only.</summary>
public class ActionValueTests
{
    public static TheoryData<string> Names => ValueNetworks.Names;

    [Theory, MemberData(nameof(Names))]
    public void GreedyMaxAndOf_EqualAReferenceLoop(string name)
    {
        // In float64, so that rounding does not affect which action is the best.
        using ValueSubject network = ValueNetworks.Make(name, ScalarType.Float64);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = network.Observe(options);
                double[][] plain = network.IdentityWeights(observation);
                using ActionValues actionValues = network.Evaluate(observation);

                long[] greedy = [.. plain.Select(values => (long)Best(values))];
                Assert.Equal(network.Present(observation).shape, actionValues.Greedy().shape);
                Assert.Equal(network.Present(observation).shape, actionValues.Max().shape);
                Assert.Equal(greedy, Same.Integers(actionValues.Greedy()));
                AreClose(plain.Select(values => Best(values) is >= 0 and int action ? values[action] : 0), actionValues.Max());
                IEnumerable<double> greatest = plain.Select(values => Best(values) is >= 0 and int action ? values[action] : 0);
                AreClose(greatest, actionValues.Of(actionValues.Greedy()));
                for (int choice = 0; choice < network.Choices; choice++)
                {
                    bool[] present = Same.Booleans(network.Present(observation));
                    AreClose(
                        plain.Select(
                            (values, slot) =>
                                !present[slot] ? 0
                                : double.IsNaN(values[choice]) ? double.NegativeInfinity
                                : values[choice]
                        ),
                        actionValues.Of(full_like(actionValues.Greedy(), Constant.Of(choice)))
                    );
                }
            },
            cases: 40
        );
    }

    [Theory, MemberData(nameof(Names))]
    public void ValuesOfMaskedChoices_ChangeNoValueAndNoGradient(string name)
    {
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                using ValueSubject network = ValueNetworks.Make(name, seed: options.Seed % 1000);
                Tensor?[] observation = network.Observe(options with { NullMasks = 0 });
                observation[^1]!.select(-1, 0).fill_(Constant.Of(false));
                Tensor[] before = Everything(network, observation, options.Seed);

                foreach (double bias in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e30 })
                {
                    using (no_grad())
                    {
                        network.Parameter("weight").select(0, 0).normal_(0, 100);
                        network.Parameter("bias").select(0, 0).fill_(Constant.Of(bias));
                    }

                    Assert.All(
                        before.Zip(Everything(network, observation, options.Seed)),
                        pair => Same.Exactly(pair.First, pair.Second, $"bias {bias}")
                    );
                }

                Same.Zero(before[^2][0], "the gradient of the masked choice's weight");
                Same.Zero(before[^1][0], "the gradient of the masked choice's bias");

                using (no_grad())
                {
                    network.Parameter("weight").select(0, 0).fill_(Constant.Of(double.NaN));
                }

                using ActionValues actionValues = network.Evaluate(observation);
                Same.Exactly(before[0], actionValues.Greedy(), "greedy");
                Same.Exactly(before[1], actionValues.Max(), "max");
            },
            cases: 10
        );
    }

    [Theory, MemberData(nameof(Names))]
    public void WithoutALegalChoice_ThereIsNoAction_AndTheValueIsZero(string name)
    {
        using ValueSubject network = ValueNetworks.Make(name);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = network.Observe(new BatchOptions(1, Batch: 3, Legal: 0, MinSlots: 1));
        using ActionValues actionValues = network.Evaluate(observation);

        Same.Zero(actionValues.Greedy().Plus(1), "greedy");
        Same.Zero(actionValues.EpsilonGreedy(1, new RandomStream(1)).Plus(1), "explored");
        Same.Zero(actionValues.EpsilonGreedyProbs(0.5), "probabilities");
        Assert.True(actionValues.All().isneginf().all().ToBoolean(), "all");
        Same.Zero(actionValues.Max(), "max");
        Same.Zero(actionValues.Of(actionValues.Greedy()), "of no action");
        Same.Zero(network.ActGreedily(observation).Plus(1), "taken");
        actionValues.Max().sum().backward();
        Assert.All(network.Module.parameters(), parameter => Same.Zero(parameter.grad!, "gradient"));
    }

    [Theory, MemberData(nameof(Names))]
    public void Exploration_IsUniformOverLegalActions_AndOtherwiseGreedy(string name)
    {
        using ValueSubject network = ValueNetworks.Make(name);
        using DisposeScope scope = NewDisposeScope();
        const int Draws = 30_000;
        Tensor?[] observation = network.Observe(new BatchOptions(4, Batch: 1, Slots: 2, Presence: 1, Legal: 1, MinSlots: 2));
        observation[^1]!.view(-1)[0].fill_(Constant.Of(false));
        Tensor?[] many = [.. observation.Select(tensor => tensor!.expand([Draws, .. tensor.shape[1..]]))];
        long[] drawn = Same.Integers(network.Act(many, 0.4, new RandomStream(3)));
        long[] greedy = Same.Integers(network.ActGreedily(observation));
        bool[] legal = Same.Booleans(network.Legal(observation));
        for (int slot = 0; slot < greedy.Length; slot++)
        {
            bool[] allowed = legal[(slot * network.Choices)..((slot + 1) * network.Choices)];
            for (int choice = 0; choice < network.Choices; choice++)
            {
                double expected = allowed[choice] ? (0.4 / allowed.Count(each => each)) + (greedy[slot] == choice ? 0.6 : 0) : 0;
                double frequency = Enumerable.Range(0, Draws).Count(row => drawn[(row * greedy.Length) + slot] == choice) / (double)Draws;
                Assert.True(
                    Math.Abs(frequency - expected) <= 5 * Math.Sqrt(expected * (1 - expected) / Draws),
                    $"{choice} of slot {slot}: expected {expected}, got {frequency}."
                );
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void ActWithoutEpsilon_IsGreedy_AndActEqualsEpsilonGreedy(string name)
    {
        using ValueSubject network = ValueNetworks.Make(name);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = network.Observe(options);
                using ActionValues actionValues = network.Evaluate(observation);
                RandomStream stream = new(options.Seed);

                Same.Exactly(actionValues.Greedy(), network.Act(observation, 0, stream), "without epsilon");
                Same.Exactly(actionValues.Greedy(), network.ActGreedily(observation), "greedy");
                Same.Exactly(
                    actionValues.EpsilonGreedy(0.5, new RandomStream(options.Seed, step: 1)),
                    network.Act(observation, 0.5, stream),
                    "half"
                );
                Assert.Equal(2, stream.Step);
            }
        );
    }

    [Theory]
    [InlineData(nameof(HerdValues))]
    [InlineData(nameof(PatrolValues))]
    public void AbsentActors_HaveNoActionAndNoValue_WhateverActionsAreGiven(string name)
    {
        using ValueSubject network = ValueNetworks.Make(name);
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                Tensor?[] observation = network.Observe(options with { NullMasks = 0 });
                Tensor absent = network.Present(observation).logical_not();
                Tensor[] before = Everything(network, observation, options.Seed);
                Tensor?[] noisy = [.. observation];
                noisy[2] = observation[2]!.logical_or(absent.unsqueeze(-1));
                noisy[0] =
                    name == nameof(HerdValues)
                        ? observation[0]!.masked_fill(absent.unsqueeze(-1), Constant.Of(double.NaN))
                        : observation[0];

                Assert.All(before.Zip(Everything(network, noisy, options.Seed)), pair => Same.Exactly(pair.First, pair.Second, "noise"));
                using ActionValues actionValues = network.Evaluate(noisy);
                Same.Zero(actionValues.Greedy().Plus(1).masked_select(absent), "greedy");
                Same.Zero(actionValues.EpsilonGreedy(1, new RandomStream(1)).Plus(1).masked_select(absent), "explored");
                Same.Zero(actionValues.Max().masked_select(absent), "max");
                Assert.True(actionValues.All().isneginf().all(-1).masked_select(absent).all().ToBoolean(), "all");
                Same.Zero(actionValues.EpsilonGreedyProbs(0.5).sum(-1).masked_select(absent), "probabilities");
                Tensor noise = actionValues.Greedy().masked_fill(absent, Constant.Of(1_000_000));
                Same.Exactly(actionValues.Max(), actionValues.Of(noise), "of noise");
            }
        );
    }

    private static int Best(double[] values)
    {
        int best = -1;
        for (int choice = 0; choice < values.Length; choice++)
        {
            best = !double.IsNaN(values[choice]) && (best < 0 || values[choice] > values[best]) ? choice : best;
        }

        return best;
    }

    private static void AreClose(IEnumerable<double> expected, Tensor actual) =>
        Assert.All(
            expected.Zip(Same.Numbers(actual)),
            pair =>
                Assert.True(
                    pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) < 1e-9,
                    $"expected {pair.First}, got {pair.Second}"
                )
        );

    /// <summary>Returns all results, followed by the gradients of the head's parameters.</summary>
    private static Tensor[] Everything(ValueSubject network, Tensor?[] observation, int seed)
    {
        using ActionValues actionValues = network.Evaluate(observation);
        Tensor explored = actionValues.EpsilonGreedy(0.5, new RandomStream(seed));
        Tensor max = actionValues.Max();
        Tensor value = actionValues.Of(explored);
        network.Module.zero_grad();
        max.mul(Constant.Of(2)).Plus(value).sum().backward();
        return
        [
            actionValues.Greedy(),
            max,
            explored,
            value,
            actionValues.All(),
            actionValues.EpsilonGreedyProbs(0.5),
            .. network.Module.parameters().Select(parameter => parameter.grad!.clone()),
            network.Parameter("weight").grad!.clone(),
            network.Parameter("bias").grad!.clone(),
        ];
    }
}
