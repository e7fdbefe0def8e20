using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Rollouts;

/// <summary>Before anything is learned, the policy is the one that acted: the ratio of probabilities is 1.</summary>
public class RatioTests
{
    private const int Environments = 16;

    [Theory, EveryPolicy]
    public void OfTheSameRowsInTheSameOrder_ItIsExactly1(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Filled, scene =>
        {
            Episode episode = Episode.OfAnySize(subject, steps: 1, scene);

            AllAre1(subject, episode.Rollout.All(), within: 0);
        });
    }

    [Theory, EveryPolicy]
    public void OfShuffledRows_ItIsExactly1_InMinibatchesOfAnySize(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        Episode episode = Episode.OfOneSize(subject, steps: 8, Environments);

        // As many rows as acted together, fewer, and more. Layers as narrow as the workshop's own round by a row's place in the batch.
        foreach (int rows in new[] { Environments, 4, 32, 8 * Environments })
        {
            foreach (Part part in episode.Rollout.Minibatches(8 * Environments / rows, new RandomStream(rows)))
            {
                AllAre1(subject, part, within: policy == "WorkshopPolicy" ? 1e-5 : 0);
            }
        }
    }

    [Theory, EveryPolicy]
    public void OfRowsWithMorePadding_ItIs1UpToRounding(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Filled, scene =>
        {
            Episode episode = Episode.OfAnySize(subject, steps: 4, scene);

            foreach (Part part in episode.Rollout.Minibatches(2, new RandomStream(scene.Seed)))
            {
                AllAre1(subject, part, within: 1e-5);
            }
        });
    }

    private static void AllAre1(Subject subject, Part part, double within)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] ratios = Same.Numbers(subject.Evaluate(part.Observation, part.Actions).LogProb.sub(part.LogProb).exp());
        Assert.All(ratios, ratio => Assert.InRange(ratio, 1 - within, 1 + within));
    }
}
