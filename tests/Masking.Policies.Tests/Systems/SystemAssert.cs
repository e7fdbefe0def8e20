using CsCheck;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Adam = Masking.Training.Adam;

namespace Masking.Policies.Tests.Systems;

/// <summary>Assertions for every declared system.</summary>
internal static class SystemAssert
{
    private static readonly int[] Batches = [1, 2, 5, 12];

    /// <summary>
    /// Asserts that the policy acts, evaluates its actions and takes an optimizer step on batches of several sizes, that all values are
    /// finite, and that every parameter gets a gradient.
    /// </summary>
    /// <param name="make">Creates the policy.</param>
    /// <param name="observe">Creates an observation with legal choices for a number of environments.</param>
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
    /// Asserts that an optimizer takes a step for batches of several sizes, that all values are finite, and that the gradient of every
    /// parameter has a non-zero element.
    /// </summary>
    /// <param name="network">A new network. Its parameters are randomized.</param>
    /// <param name="seed">The seed of all random values.</param>
    /// <param name="loss">Computes the loss for a number of environments.</param>
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
    /// Asserts that joint log-probabilities equal a reference computation in float64: of sampled actions, of the most probable actions, and
    /// of mixtures in which some heads have the action of another environment, which may be illegal.
    /// </summary>
    /// <param name="policy">The policy. Its parameters are randomized.</param>
    /// <param name="observe">Creates an observation with legal choices for a number of environments.</param>
    /// <param name="formulas">Computes the reference joint log-probability of each environment.</param>
    /// <param name="cases">The number of observations.</param>
    public static void LogProbIs<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        Func<Draw, int, TObservation> observe,
        Func<TObservation, TActions, double[]> formulas,
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
                    double[] expected = formulas(observation, actions);
                    Same.Nearly(tensor(expected), distribution.LogProb(actions), what, 1e-10);
                    return expected;
                }
            },
            cases
        );
    }
}
