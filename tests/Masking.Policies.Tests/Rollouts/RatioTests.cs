using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Rollouts;

/// <summary>Before the first update, the ratio of the probabilities under the current and the acting policy is 1.</summary>
public class RatioTests
{
    private const int Environments = 16;

    /// <summary>The tolerance for log-probabilities of magnitude up to 1. It is scaled with greater magnitudes.</summary>
    private const double Rounding = 5e-6;

    [Theory, EveryPolicy]
    public void Ratio_OfTheSameRowsInTheSameOrder_IsExactly1(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Filled, options =>
        {
            FilledRollout filled = FilledRollout.OfAnySize(subject, steps: 1, options);

            AllAre1(subject, filled.Rollout.All(), within: 0);
        });
    }

    [Theory, EveryPolicy]
    public void Ratio_OfShuffledRows_Is1UpToRounding_InMinibatchesOfAnySize(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        FilledRollout filled = FilledRollout.OfOneSize(subject, steps: 8, Environments);

        // As many rows as in the acting batch, fewer, and more. Rounding of a matrix product depends on the number of rows, and sometimes
        // on the position of a row.
        foreach (int rows in new[] { Environments, 4, 32, 8 * Environments })
        {
            foreach (SubjectMinibatch part in filled.Rollout.Minibatches(8 * Environments / rows, new RandomStream(rows)))
            {
                AllAre1(subject, part, within: Rounding);
            }
        }
    }

    [Theory, EveryPolicy]
    public void Ratio_OfRowsWithMorePadding_Is1UpToRounding(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Filled, options =>
        {
            FilledRollout filled = FilledRollout.OfAnySize(subject, steps: 4, options);

            foreach (SubjectMinibatch part in filled.Rollout.Minibatches(2, new RandomStream(options.Seed)))
            {
                AllAre1(subject, part, within: Rounding);
            }
        });
    }

    [Fact]
    public void Ratio_OfHeadsThatDependOnOthers_IsExactly1()
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
    public void Ratio_OfHeadsWithSeveralParents_IsExactly1()
    {
        using GambitPolicy policy = new();
        using GambitPolicy.Batch batch = new(Environments, maxPieces: 4);
        GambitPolicy.Rollout rollout = new(steps: 1, Environments, maxPieces: 4);
        Random world = new(1);

        AreExactly1(policy, rollout, () =>
        {
            for (int environment = 0; environment < Environments; environment++)
            {
                batch.Board(environment)[0] = world.NextSingle();
                batch.PiecesMask(environment).Fill(true);
                batch.BecomesMask(environment, to: world.Next(3), from: world.Next(4))[Promotion.Queen] = false;
            }

            return batch.Observation;
        });
    }

    [Fact]
    public void Ratio_OfManyActors_IsExactly1()
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

    private static void AllAre1(Subject subject, SubjectMinibatch part, double within)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] ratios = Same.Numbers(subject.Evaluate(part.Observation, part.Actions).LogProb.sub(part.LogProb).exp());
        double[] logProbs = Same.Numbers(part.LogProb);
        Assert.All(ratios, (ratio, row) => Assert.Equal(1, ratio, within * Math.Max(1, Math.Abs(logProbs[row]))));
    }
}
