using CsCheck;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = Masking.Samples.Training.Adam;

namespace Masking.Policies.Tests.Systems;

/// <summary>What every declared system is put through.</summary>
internal static class Trial
{
    private static readonly int[] Batches = [1, 2, 5, 12];

    /// <summary>
    /// The policy acts, judges what it did and takes a step, on batches of several sizes: everything stays finite, and every parameter gets
    /// a gradient.
    /// </summary>
    /// <param name="make">Makes the policy.</param>
    /// <param name="observe">Makes a legal observation of a number of environments.</param>
    public static void Learns<TObservation, TActions, TDistribution>(
        Func<MaskedPolicy<TObservation, TActions, TDistribution>> make,
        Func<Draw, int, TObservation> observe
    )
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions> =>
        Property.Holds(
            Gen.Int[0, int.MaxValue],
            seed =>
            {
                using MaskedPolicy<TObservation, TActions, TDistribution> policy = make();
                Learns(
                    policy,
                    seed,
                    (draw, batch) =>
                    {
                        TObservation observation = observe(draw, batch);
                        Step<TActions> step = policy.Act(observation, new RandomStream(seed));
                        Evaluation evaluation = policy.Evaluate(observation, step.Actions);
                        Same.Nearly(step.LogProb, evaluation.LogProb, "log-probability");
                        Tensor error = evaluation.Value.sub(draw.Numbers(batch));
                        return stack([
                                evaluation.LogProb.mul(draw.Numbers(batch)),
                                evaluation.Entropy.mul(tensor(-0.01f)),
                                error.mul(error),
                            ])
                            .mean();
                    }
                );
            },
            cases: 2
        );

    /// <summary>
    /// An optimiser takes a step for every size of a batch: everything stays finite, and every parameter gets a gradient that is not 0
    /// throughout.
    /// </summary>
    /// <param name="network">A new network, whose parameters are drawn anew.</param>
    /// <param name="seed">Of everything that is drawn.</param>
    /// <param name="loss">The loss on a number of environments.</param>
    public static void Learns(nn.Module network, int seed, Func<Draw, int, Tensor> loss)
    {
        Weights.Randomise(network, seed);
        HashSet<string> moved = [];
        Adam optimiser = new(network.parameters(), 1e-3);
        foreach (int batch in Batches)
        {
            Tensor lost = loss(new Draw(seed + batch, ScalarType.Float32), batch);
            optimiser.ZeroGrad();
            lost.backward();
            optimiser.Step();
            Same.Finite(lost, "loss");
            foreach ((string name, Parameter parameter) in network.named_parameters().Where(pair => pair.parameter.grad is not null))
            {
                Same.Finite(parameter.grad!, $"gradient of {name}");
                if (Same.Numbers(parameter.grad!).Any(number => number != 0))
                {
                    moved.Add(name);
                }
            }
        }

        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            Same.Finite(parameter, name);
            Assert.True(moved.Contains(name), $"{name} has had no gradient.");
        }
    }

    /// <summary>
    /// The joint log-probability of actions is that of a computation by hand, in float64: of drawn actions, which are all legal, of the
    /// most probable, and of mixtures in which some heads do what they did in another environment, which need not be legal.
    /// </summary>
    /// <param name="policy">The policy, whose parameters are drawn anew.</param>
    /// <param name="observe">Makes a legal observation of a number of environments.</param>
    /// <param name="byHand">The joint log-probability of each environment.</param>
    /// <param name="cases">Observations.</param>
    public static void LogProbIs<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        Func<Draw, int, TObservation> observe,
        Func<TObservation, TActions, double[]> byHand,
        int cases = 10
    )
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        policy.to(ScalarType.Float64);
        Property.Holds(
            Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[1, 5]),
            input =>
            {
                (int seed, int batch) = input;
                Weights.Randomise(policy, seed);
                Draw draw = new(seed, ScalarType.Float64);
                TObservation observation = observe(draw, batch);
                using TDistribution distribution = policy.forward(observation);
                TActions drawn = distribution.Sample(new RandomStream(seed));
                Assert.All(Check("drawn", drawn), logProb => Assert.True(double.IsFinite(logProb)));
                Check("most probable", distribution.Mode());
                for (int mixture = 0; mixture < 5; mixture++)
                {
                    Check("mixed", TActions.FromTensors([.. drawn.ToTensors().Select(actions => actions!.roll(draw.Integer(0, 1), 0))]));
                }

                double[] Check(string what, TActions actions)
                {
                    double[] expected = byHand(observation, actions);
                    Same.Nearly(tensor(expected), distribution.LogProb(actions), what, 1e-10);
                    return expected;
                }
            },
            cases
        );
    }
}
