using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Rollouts;

/// <summary>Before anything is learned, the policy is the one that acted: the ratio of probabilities is 1.</summary>
public class RatioTests
{
    private const int Environments = 16;

    /// <summary>Of a log-probability of 1 or less; that of a greater one is greater by as much.</summary>
    private const double Rounding = 5e-6;

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
    public void OfShuffledRows_ItIs1UpToRounding_InMinibatchesOfAnySize(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        Episode episode = Episode.OfOneSize(subject, steps: 8, Environments);

        // As many rows as acted together, fewer, and more. A product of matrices rounds by the number of rows, and some by a row's place.
        foreach (int rows in new[] { Environments, 4, 32, 8 * Environments })
        {
            foreach (Part part in episode.Rollout.Minibatches(8 * Environments / rows, new RandomStream(rows)))
            {
                AllAre1(subject, part, within: Rounding);
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
                AllAre1(subject, part, within: Rounding);
            }
        });
    }

    [Fact]
    public void OfHeadsThatDependOnOthers_ItIsExactly1()
    {
        using RaidPolicy policy = new();
        using RaidPolicy.Batch batch = new(Environments, maxUnits: 4);
        RaidPolicy.Rollout rollout = new(steps: 1, Environments, maxUnits: 4);
        Random world = new(1);

        AreExactly1(policy, rollout, () =>
        {
            for (int environment = 0; environment < Environments; environment++)
            {
                batch.Globals(environment)[0] = world.NextSingle();
                batch.UnitsMask(environment)[world.Next(4)] = true;
                batch.WeaponMask(environment, world.Next(4))[world.Next(3)] = false;
            }

            return batch.Observation;
        });
    }

    [Fact]
    public void OfManyActors_ItIsExactly1()
    {
        using LegionPolicy policy = new();
        using LegionPolicy.Batch batch = new(Environments, maxUnits: 4);
        LegionPolicy.Rollout rollout = new(steps: 1, Environments, maxUnits: 4);
        Random world = new(1);

        AreExactly1(policy, rollout, () =>
        {
            for (int environment = 0; environment < Environments; environment++)
            {
                batch.Units(environment, world.Next(4))[1] = world.NextSingle();
                batch.UnitsMask(environment)[world.Next(4)] = true;
                batch.CommandMask(environment, world.Next(4))[Order.Hold] = false;
            }

            return batch.Observation;
        });
    }

    private static void AreExactly1<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy, Rollout<TObservation, TActions> rollout, Func<TObservation> observe)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        using DisposeScope scope = NewDisposeScope();
        RandomStream stream = new(1);
        for (int seed = 0; seed < 10; seed++)
        {
            TObservation observation = observe();
            rollout.Clear();
            rollout.Add(observation, policy.Act(observation, stream));
            rollout.AddOutcome(new float[Environments], new bool[Environments]);
            rollout.ComputeAdvantages(0.99, 0.95, new float[Environments]);
            Minibatch<TObservation, TActions> everything = rollout.All();
            double[] ratios = Same.Numbers(
                policy.Evaluate(everything.Observation, everything.Actions).LogProb.sub(everything.LogProb).exp()
            );
            Assert.All(ratios, ratio => Assert.Equal(1, ratio));
        }
    }

    private static void AllAre1(Subject subject, Part part, double within)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] ratios = Same.Numbers(subject.Evaluate(part.Observation, part.Actions).LogProb.sub(part.LogProb).exp());
        double[] logProbs = Same.Numbers(part.LogProb);
        Assert.All(ratios, (ratio, row) => Assert.Equal(1, ratio, within * Math.Max(1, Math.Abs(logProbs[row]))));
    }
}
