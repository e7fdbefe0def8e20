using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Invalid options are refused by name when a trainer is created, before an episode begins.</summary>
public sealed class OptionsTests
{
    public OptionsTests() => set_num_threads(1);

    public static TheoryData<string, PpoOptions> InvalidPpo { get; } = new()
    {
        { "Epochs: expected a whole number of 1 or more, got 0", new PpoOptions { Epochs = 0 } },
        { "Minibatches: expected 1 to 8 minibatches, got 0", new PpoOptions { Minibatches = 0 } },
        { "Minibatches: expected 1 to 8 minibatches, got 9", new PpoOptions { Minibatches = 9 } },
        { "RowsPerShard: expected a whole number of 1 or more, got 0", new PpoOptions { RowsPerShard = 0 } },
        { "LearningRate: expected a finite number of 0 or more, got -0.001", new PpoOptions { LearningRate = -1e-3 } },
        { "LearningRate: expected a finite number of 0 or more, got NaN", new PpoOptions { LearningRate = double.NaN } },
        { "AnnealingSteps: expected a whole number of 1 or more, got 0", new PpoOptions { AnnealingSteps = 0 } },
        { "Discount: expected a number from 0 to 1, got 1.01", new PpoOptions { Discount = 1.01 } },
        { "Discount: expected a number from 0 to 1, got NaN", new PpoOptions { Discount = double.NaN } },
        { "AdvantageDecay: expected a number from 0 to 1, got -0.5", new PpoOptions { AdvantageDecay = -0.5 } },
        { "ClipRange: expected a finite number greater than 0, got 0", new PpoOptions { ClipRange = 0 } },
        { "ClipRange: expected a finite number greater than 0, got NaN", new PpoOptions { ClipRange = double.NaN } },
        { "DualClip: expected a finite number greater than 1, or null, got 1", new PpoOptions { DualClip = 1 } },
        { "DualClip: expected a finite number greater than 1, or null, got NaN", new PpoOptions { DualClip = double.NaN } },
        { "RatioOf: expected one of JointAction, EachHead, got 7", new PpoOptions { RatioOf = (RatioScope)7 } },
        { "ValueClipRange: expected a finite number greater than 0, got 0", new PpoOptions { ValueClipRange = 0 } },
        { "TargetKl: expected a finite number of 0 or more, got NaN", new PpoOptions { TargetKl = double.NaN } },
        { "EntropyWeight: expected a finite number of 0 or more, got NaN", new PpoOptions { EntropyWeight = double.NaN } },
        { "ValueWeight: expected a finite number of 0 or more, got -1", new PpoOptions { ValueWeight = -1 } },
        { "MaxGradientNorm: expected a number greater than 0, got 0", new PpoOptions { MaxGradientNorm = 0 } },
        { "RecentEpisodes: expected a whole number of 1 or more, got 0", new PpoOptions { RecentEpisodes = 0 } },
    };

    public static TheoryData<string, DqnOptions> InvalidDqn { get; } = new()
    {
        { "StepsPerUpdate: expected a whole number of 1 or more, got 0", new DqnOptions { StepsPerUpdate = 0 } },
        { "ReplayCapacity: expected a whole number of 1 or more, got 0", new DqnOptions { ReplayCapacity = 0, LearningStarts = 0 } },
        {
            "LearningStarts: expected 0 to 20, the capacity of the replay buffer, got 21",
            new DqnOptions { ReplayCapacity = 20, LearningStarts = 21 }
        },
        { "LearningStarts: expected 0 to 20000, the capacity of the replay buffer, got -1", new DqnOptions { LearningStarts = -1 } },
        { "BatchSize: expected a whole number of 1 or more, got 0", new DqnOptions { BatchSize = 0 } },
        { "RowsPerShard: expected a whole number of 1 or more, got -1", new DqnOptions { RowsPerShard = -1 } },
        { "LearningRate: expected a finite number of 0 or more, got Infinity", new DqnOptions { LearningRate = double.PositiveInfinity } },
        { "Discount: expected a number from 0 to 1, got 2", new DqnOptions { Discount = 2 } },
        { "FirstEpsilon: expected a number from 0 to 1, got 1.5", new DqnOptions { FirstEpsilon = 1.5 } },
        { "LastEpsilon: expected a number from 0 to 1, got NaN", new DqnOptions { LastEpsilon = double.NaN } },
        { "ExplorationSteps: expected a whole number of 1 or more, got 0", new DqnOptions { ExplorationSteps = 0 } },
        { "LearningStepsPerTarget: expected a whole number of 1 or more, got 0", new DqnOptions { LearningStepsPerTarget = 0 } },
        { "MaxGradientNorm: expected a number greater than 0, got NaN", new DqnOptions { MaxGradientNorm = double.NaN } },
        { "RecentEpisodes: expected a whole number of 1 or more, got -1", new DqnOptions { RecentEpisodes = -1 } },
    };

    [Theory]
    [MemberData(nameof(InvalidPpo), DisableDiscoveryEnumeration = true)]
    public void PpoOptions_AreCheckedBeforeAnEpisodeBegins(string message, PpoOptions options)
    {
        using PairPolicy policy = new();

        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => PpoTrainer.Of(policy, environments: 2, steps: 4, NoEnvironment, options));

        Assert.Equal($"PpoOptions.{message}. (Parameter 'options')", exception.Message);
        Assert.False(policy.parameters().First().IsInvalid);
        using PairPolicy.Batch batch = new(environments: 2);
        Assert.Throws<ArgumentException>(() => PpoTrainer.Of(policy, batch, steps: 4, NoEnvironment, options));
        using var worlds = ParallelEnvironments.Of(batch, each => each.Observation, [new PairWorld(), new PairWorld()], seed: 1);
        Assert.Throws<ArgumentException>(() => PpoTrainer.Of(policy, worlds, new PairPolicy.Rollout(steps: 4, environments: 2), options));
    }

    [Theory]
    [MemberData(nameof(InvalidDqn), DisableDiscoveryEnumeration = true)]
    public void DqnOptions_AreCheckedBeforeAnEpisodeBegins(string message, DqnOptions options)
    {
        using CorridorValues online = new();
        using CorridorValues target = new();
        using var worlds = Corridor.Worlds(count: 2);
        float[] before = target.parameters().First().data<float>().ToArray();

        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => DqnTrainer.Of(online, target, environments: 2, NoCorridor, options));

        Assert.Equal($"DqnOptions.{message}. (Parameter 'options')", exception.Message);
        Assert.Throws<ArgumentException>(() => DqnTrainer.Of(online, target, worlds, options));
        Assert.Equal(before, target.parameters().First().data<float>().ToArray());
    }

    [Fact]
    public void Defaults_AreValid()
    {
        using var ppo = PpoTrainer.Of(new PairPolicy(), environments: 2, steps: 4, _ => new PairWorld());
        using var dqn = DqnTrainer.Of(new CorridorValues(), new CorridorValues(), environments: 2, _ => new CorridorWorld());

        Assert.Equal(TrainingProgress.None, ppo.Progress);
        Assert.Equal(TrainingProgress.None, dqn.Progress);
    }

    [Fact]
    public void NumbersAtTheirLimits_AreValid()
    {
        PpoOptions options = new()
        {
            AnnealingSteps = 1, DualClip = 3, ValueClipRange = 0.2, TargetKl = 0, LearningRate = 0, Minibatches = 8,
        };

        using var trainer = PpoTrainer.Of(new PairPolicy(), environments: 2, steps: 4, _ => new PairWorld(), options);

        Assert.True(trainer.Update(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void MoreMinibatchesThanEnvironments_AreRefused_WhereSequencesAreWhole()
    {
        using TMazeRecallPolicy policy = new();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => PpoTrainer.Of(
            policy, environments: 4, steps: 16, IEnvironment<TMazeRecallPolicy.Batch, TMazeRecallPolicy.Actions> (_) => throw Unreachable,
            new PpoOptions { Minibatches = 5 }));

        Assert.Equal(
            "PpoOptions.Minibatches: expected 1 to 4 minibatches, because a recurrent policy learns from the whole sequences of "
                + "environments, got 5. (Parameter 'options')",
            exception.Message);
    }

    [Fact]
    public void APolicyWithoutAStateValue_IsRefused()
    {
        using Valueless policy = new();

        ArgumentException exception = Assert.Throws<ArgumentException>(() => PpoTrainer.Of(
            policy, environments: 2, steps: 4, IEnvironment<Valueless.Batch, Valueless.Actions> (_) => throw Unreachable));

        Assert.Equal(
            "Valueless: PPO needs the state value. Declare [Value] public partial ValueHead Value { get; }. (Parameter 'policy')",
            exception.Message);
    }

    [Fact]
    public void ARolloutForOtherEnvironments_IsRefused()
    {
        using PairPolicy policy = new();
        using var worlds = ParallelEnvironments.Of(
            new PairPolicy.Batch(2), batch => batch.Observation, [new PairWorld(), new PairWorld()], seed: 1);

        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => PpoTrainer.Of(policy, worlds, new PairPolicy.Rollout(steps: 4, environments: 3), new PpoOptions()));

        Assert.Equal("PairPolicy: expected a rollout of 2 environments, got one of 3. (Parameter 'rollout')", exception.Message);
    }

    [Theory]
    [InlineData(0, 4, null)]
    [InlineData(2, 0, null)]
    [InlineData(2, 4, 0)]
    public void NoEnvironments_NoSteps_AndNoThreads_AreRefused(int environments, int steps, int? threads)
    {
        using PairPolicy policy = new();

        Assert.Throws<ArgumentOutOfRangeException>(
            () => PpoTrainer.Of(policy, environments, steps, _ => new PairWorld(), threads: threads));
    }

    private static InvalidOperationException Unreachable => new("an environment was created.");

    private static IEnvironment<PairPolicy.Batch, PairPolicy.Actions> NoEnvironment(int row) => throw Unreachable;

    private static IEnvironment<CorridorValues.Batch, CorridorValues.Actions> NoCorridor(int row) => throw Unreachable;
}
