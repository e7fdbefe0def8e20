using Masking;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Examples.Training;

public enum Way { Left, Right }

[MaskedPolicy]
public sealed partial class ForagerPolicy
{
    [EntityMask(features: 2)]             public partial DeepSetEncoder Foragers { get; }
    [ActionMask(Each = nameof(Foragers))] public partial Head<Way> Go { get; }
    [Value(Each = nameof(Foragers))]      public partial ValueHead Value { get; }
}

/// <summary>A forager earns 1 if it goes to the side of its berries, and loses 0.1 otherwise. It leaves after three meals.</summary>
public sealed class Forest : IEnvironment<ForagerPolicy.Batch, ForagerPolicy.Actions>
{
    public const int MaxForagers = 4;

    private readonly Way[] _berries = new Way[MaxForagers];
    private readonly int[] _meals = new int[MaxForagers];
    private readonly float[] _rewards = new float[MaxForagers];

    public void Reset(RandomNumbers random)
    {
        Array.Clear(_meals);
        Grow(random);
    }

    public StepResult Step(ForagerPolicy.Actions actions, int row, RandomNumbers random)
    {
        for (int forager = 0; forager < MaxForagers; forager++)
        {
            Way? way = actions.GoAt(row, forager);                      // null if it has left
            bool eats = way == _berries[forager];
            _rewards[forager] = way is null ? 0 : eats ? 1 : -0.1f;
            _meals[forager] += eats ? 1 : 0;
        }

        Grow(random);
        bool isOver = _meals.All(meals => meals == 3);
        return StepResult.OfActors(_rewards, isOver ? EpisodeStatus.Terminated : EpisodeStatus.Running);
    }

    public void WriteObservation(ForagerPolicy.Batch batch, int row)
    {
        batch.Clear(row);
        for (int forager = 0; forager < MaxForagers; forager++)
        {
            batch.ForagersMask(row)[forager] = _meals[forager] < 3;
            batch.Foragers(row, forager)[(int)_berries[forager]] = 1;
        }
    }

    private void Grow(RandomNumbers random)
    {
        for (int forager = 0; forager < MaxForagers; forager++)
        {
            _berries[forager] = (Way)random.Next(2);
        }
    }
}

public sealed class ForagersTests
{
    [Fact]
    public void Foragers_LearnFromRewardsOfTheirOwn()
    {
        set_num_threads(1);
        manual_seed(1);
        using var trainer = PpoTrainer.Of(
            new ForagerPolicy(), new ForagerPolicy.Batch(environments: 16, Forest.MaxForagers), steps: 64, row => new Forest());

        trainer.Run(environmentSteps: 20_000, cancellationToken: TestContext.Current.CancellationToken);

        // 12 is the most: three meals of each forager.
        Assert.InRange(trainer.Progress.MeanReturn!.Value, 11, 12);
    }

    [Fact]
    public void ALossByHand_HasGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        var policy = new ForagerPolicy();
        using var forests = ParallelEnvironments.Of(
            new ForagerPolicy.Batch(environments: 2, Forest.MaxForagers),
            batch => batch.Observation,
            [new Forest(), new Forest()],
            seed: 1);
        var rollout = new ForagerPolicy.Rollout(steps: 1, environments: 2, Forest.MaxForagers);
        var stream = new RandomStream(seed: 1);
        var clip = new RatioClip(0.2);
        using Step<ForagerPolicy.Actions> step = policy.Act(forests.Observe(), stream);
        rollout.Add(forests.Observe(), step);
        VectorStepResult result = forests.Step(step.Actions);

        // One reward for every slot: 4 for each environment.
        rollout.AddOutcome([.. result.ActorRewards.SelectMany(rewards => rewards.ToArray())], result.Dones);
        rollout.ComputeAdvantages(gamma: 0.99, lambda: 0.95, policy.ActGreedily(forests.Observe()).Value);

        foreach (var minibatch in rollout.Minibatches(count: 1, stream))
        {
            Evaluation evaluation = policy.Evaluate(minibatch.Observation, minibatch.Actions);
            Tensor present = minibatch.Present!;                                // (batch, entities) bool
            Tensor advantage = PpoLoss.Normalized(minibatch.Advantage, present);
            Tensor policyLoss = PpoLoss.Policy(
                evaluation.LogProbPerActor, minibatch.LogProbPerActor, advantage, clip, present);
            Tensor valueLoss = PpoLoss.Value(evaluation.Value, minibatch.Value, minibatch.Return, clipRange: null, present);
            policyLoss.add(valueLoss, Learned.One).backward();
        }

        Assert.All(policy.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    private static class Learned
    {
        public static readonly Scalar One = 1;
    }
}
