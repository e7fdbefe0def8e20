using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Rollouts;

/// <summary>A policy learns from its rollout, with a minimal implementation of proximal policy optimization.</summary>
public class LearningTests
{
    private const int Environments = 16;
    private const int Updates = 25;

    [Fact]
    public void APolicy_LearnsToBidTheObservedNumber()
    {
        manual_seed(1);
        using DuelPolicy policy = new();
        using DuelPolicy.Batch batch = new(Environments);
        Adam optimiser = new(policy.parameters(), 3e-3);
        DuelPolicy.Rollout rollout = new(steps: 8, Environments);
        RandomStream stream = new(1);
        Random world = new(1);
        double first = 0;
        double last = 0;
        for (int update = 0; update < Updates; update++)
        {
            last = Collect(policy, batch, rollout, stream, world);
            first = update == 0 ? last : first;
            for (int epoch = 0; epoch < 4; epoch++)
            {
                foreach (Minibatch<DuelPolicy.Observation, DuelPolicy.Actions> minibatch in rollout.Minibatches(4, stream))
                {
                    Improve(policy, optimiser, minibatch);
                }
            }

            rollout.Clear();
        }

        Assert.InRange(first, 0.1, 0.6);
        Assert.InRange(last, 0.9, 1);
    }

    /// <summary>Every step is an episode: the observation is one of three numbers, and the reward is 1 for bidding that number.</summary>
    private static double Collect(DuelPolicy policy, DuelPolicy.Batch batch, DuelPolicy.Rollout rollout, RandomStream stream, Random world)
    {
        float[] rewards = new float[Environments];
        double earned = 0;
        while (!rollout.IsFull)
        {
            int[] shown = new int[Environments];
            for (int environment = 0; environment < Environments; environment++)
            {
                shown[environment] = world.Next(3);
                batch.Opponent(environment).Clear();
                batch.Opponent(environment)[shown[environment]] = 1;
            }

            using Step<DuelPolicy.Actions> step = policy.Act(batch.Observation, stream);
            rollout.Add(batch.Observation, step);
            for (int environment = 0; environment < Environments; environment++)
            {
                rewards[environment] = step.Actions.BidAt(environment) == shown[environment] ? 1 : 0;
            }

            rollout.AddOutcome(rewards, [.. rewards.Select(_ => true)]);
            earned += rewards.Average();
        }

        rollout.ComputeAdvantages(gamma: 0.99, lambda: 0.95, new float[Environments]);
        return earned / rollout.Steps;
    }

    private static void Improve(DuelPolicy policy, Adam optimiser, Minibatch<DuelPolicy.Observation, DuelPolicy.Actions> minibatch)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor logProb, Tensor entropy, Tensor value) = policy.Evaluate(minibatch.Observation, minibatch.Actions);
        Tensor ratio = logProb.sub(minibatch.LogProb).exp();
        Tensor clipped = ratio.clamp(Constant.Of(0.8), Constant.Of(1.2));
        Tensor surrogate = minimum(ratio.mul(minibatch.Advantage), clipped.mul(minibatch.Advantage));
        Tensor valueLoss = value.sub(minibatch.Return).Squared().mean().mul(Constant.Of(0.5));
        Tensor loss = valueLoss.sub(surrogate.mean()).sub(entropy.mean().mul(Constant.Of(0.01)));
        optimiser.ZeroGrad();
        loss.backward();
        optimiser.Step();
    }
}
