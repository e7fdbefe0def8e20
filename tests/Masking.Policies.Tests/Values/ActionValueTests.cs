using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>What networks of action values say, over legal actions only.</summary>
public class ActionValueTests
{
    public static TheoryData<string> Names => ValueNetworks.Names;

    [Theory, MemberData(nameof(Names))]
    public void GreedyMaxAndOf_AreThoseOfPlainCode(string name)
    {
        // In float64, where rounding does not decide which action is the best.
        using Valued network = ValueNetworks.Make(name, ScalarType.Float64);
        Property.Holds(
            Scene.Any,
            scene =>
            {
                Tensor?[] observation = network.Observe(scene);
                double[][] plain = network.Plain(observation);
                using Worth worth = network.Judge(observation);

                long[] greedy = [.. plain.Select(values => (long)Best(values))];
                Assert.Equal(network.Present(observation).shape, worth.Greedy().shape);
                Assert.Equal(network.Present(observation).shape, worth.Max().shape);
                Assert.Equal(greedy, Same.Integers(worth.Greedy()));
                AreClose(plain.Select(values => Best(values) is >= 0 and int action ? values[action] : 0), worth.Max());
                AreClose(plain.Select(values => Best(values) is >= 0 and int action ? values[action] : 0), worth.Of(worth.Greedy()));
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
                        worth.Of(full_like(worth.Greedy(), Constant.Of(choice)))
                    );
                }
            },
            cases: 40
        );
    }

    [Theory, MemberData(nameof(Names))]
    public void WhatAMaskedChoiceWouldBeWorth_ChangesNoValueAndNoGradient(string name)
    {
        Property.Holds(
            Scene.Filled,
            scene =>
            {
                using Valued network = ValueNetworks.Make(name, seed: scene.Seed % 1000);
                Tensor?[] observation = network.Observe(scene with { NullMasks = 0 });
                observation[^1]!.select(-1, 0).fill_(Constant.Of(false));
                Tensor[] before = Everything(network, observation, scene.Seed);

                foreach (double bias in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e30 })
                {
                    using (no_grad())
                    {
                        network.Parameter("weight").select(0, 0).normal_(0, 100);
                        network.Parameter("bias").select(0, 0).fill_(Constant.Of(bias));
                    }

                    Assert.All(
                        before.Zip(Everything(network, observation, scene.Seed)),
                        pair => Same.Exactly(pair.First, pair.Second, $"bias {bias}")
                    );
                }

                Same.Zero(before[^2][0], "the gradient of the masked choice's weight");
                Same.Zero(before[^1][0], "the gradient of the masked choice's bias");

                using (no_grad())
                {
                    network.Parameter("weight").select(0, 0).fill_(Constant.Of(double.NaN));
                }

                using Worth worth = network.Judge(observation);
                Same.Exactly(before[0], worth.Greedy(), "greedy");
                Same.Exactly(before[1], worth.Max(), "max");
            },
            cases: 10
        );
    }

    [Theory, MemberData(nameof(Names))]
    public void WithoutALegalChoice_ThereIsNoAction_AndNothingToGain(string name)
    {
        using Valued network = ValueNetworks.Make(name);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = network.Observe(new Scene(1, Batch: 3, Legality: 0, Least: 1));
        using Worth worth = network.Judge(observation);

        Same.Zero(worth.Greedy().Plus(1), "greedy");
        Same.Zero(worth.EpsilonGreedy(1, new RandomStream(1)).Plus(1), "explored");
        Same.Zero(worth.Max(), "max");
        Same.Zero(worth.Of(worth.Greedy()), "of no action");
        Same.Zero(network.ActGreedily(observation).Plus(1), "taken");
        worth.Max().sum().backward();
        Assert.All(network.Module.parameters(), parameter => Same.Zero(parameter.grad!, "gradient"));
    }

    [Theory, MemberData(nameof(Names))]
    public void ExploringIsUniformOverWhatIsLegal_AndElseGreedy(string name)
    {
        using Valued network = ValueNetworks.Make(name);
        using DisposeScope scope = NewDisposeScope();
        const int Draws = 30_000;
        Tensor?[] observation = network.Observe(new Scene(4, Batch: 1, Slots: 2, Presence: 1, Legality: 1, Least: 2));
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
    public void ActingWithoutEpsilon_IsGreedy_AndActing_IsWhatTheValuesSay(string name)
    {
        using Valued network = ValueNetworks.Make(name);
        Property.Holds(
            Scene.Any,
            scene =>
            {
                Tensor?[] observation = network.Observe(scene);
                using Worth worth = network.Judge(observation);
                RandomStream stream = new(scene.Seed);

                Same.Exactly(worth.Greedy(), network.Act(observation, 0, stream), "without epsilon");
                Same.Exactly(worth.Greedy(), network.ActGreedily(observation), "greedy");
                Same.Exactly(
                    worth.EpsilonGreedy(0.5, new RandomStream(scene.Seed, step: 1)),
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
    public void AbsentActors_HaveNoActionAndNoValue_WhateverIsSaidOfThem(string name)
    {
        using Valued network = ValueNetworks.Make(name);
        Property.Holds(
            Scene.Filled,
            scene =>
            {
                Tensor?[] observation = network.Observe(scene with { NullMasks = 0 });
                Tensor absent = network.Present(observation).logical_not();
                Tensor[] before = Everything(network, observation, scene.Seed);
                Tensor?[] noisy = [.. observation];
                noisy[2] = observation[2]!.logical_or(absent.unsqueeze(-1));
                noisy[0] =
                    name == nameof(HerdValues)
                        ? observation[0]!.masked_fill(absent.unsqueeze(-1), Constant.Of(double.NaN))
                        : observation[0];

                Assert.All(before.Zip(Everything(network, noisy, scene.Seed)), pair => Same.Exactly(pair.First, pair.Second, "noise"));
                using Worth worth = network.Judge(noisy);
                Same.Zero(worth.Greedy().Plus(1).masked_select(absent), "greedy");
                Same.Zero(worth.EpsilonGreedy(1, new RandomStream(1)).Plus(1).masked_select(absent), "explored");
                Same.Zero(worth.Max().masked_select(absent), "max");
                Same.Exactly(worth.Max(), worth.Of(worth.Greedy().masked_fill(absent, Constant.Of(1_000_000))), "of noise");
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

    /// <summary>All results, and the gradients of the head's parameters last.</summary>
    private static Tensor[] Everything(Valued network, Tensor?[] observation, int seed)
    {
        using Worth worth = network.Judge(observation);
        Tensor explored = worth.EpsilonGreedy(0.5, new RandomStream(seed));
        Tensor max = worth.Max();
        Tensor value = worth.Of(explored);
        network.Module.zero_grad();
        max.mul(Constant.Of(2)).Plus(value).sum().backward();
        return
        [
            worth.Greedy(),
            max,
            explored,
            value,
            .. network.Module.parameters().Select(parameter => parameter.grad!.clone()),
            network.Parameter("weight").grad!.clone(),
            network.Parameter("bias").grad!.clone(),
        ];
    }
}
