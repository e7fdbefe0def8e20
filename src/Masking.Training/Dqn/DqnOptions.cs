namespace Masking.Training;

/// <summary>The settings of deep Q-learning.</summary>
/// <remarks>Mnih et al. 2015, "Human-level control through deep reinforcement learning".</remarks>
public sealed record DqnOptions
{
    /// <summary>Steps of each environment per update. The network takes one learning step after each of them.</summary>
    public int StepsPerUpdate { get; init; } = 64;

    /// <summary>The capacity of the replay buffer in transitions, rounded up to a multiple of the number of environments.</summary>
    public int ReplayCapacity { get; init; } = 20_000;

    /// <summary>The number of transitions in the replay buffer before learning starts.</summary>
    public int LearningStarts { get; init; } = 1_000;

    /// <summary>The number of transitions per learning step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>
    /// The most transitions of a shard. The gradients of the shards of a learning step are computed in parallel and summed in a fixed
    /// order, so that the results depend on this number but not on the number of threads.
    /// </summary>
    public int RowsPerShard { get; init; } = 64;

    /// <summary>The learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>The discount factor γ.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>The probability ε of a random action at the start of the training.</summary>
    public double FirstEpsilon { get; init; } = 1;

    /// <summary>The probability ε of a random action after <see cref="ExplorationSteps"/>.</summary>
    public double LastEpsilon { get; init; } = 0.05;

    /// <summary>The environment steps over which ε decreases linearly.</summary>
    public long ExplorationSteps { get; init; } = 50_000;

    /// <summary>The number of learning steps between two updates of the target network.</summary>
    public int LearningStepsPerTarget { get; init; } = 500;

    /// <summary>
    /// Whether the online network selects the next action and the target network evaluates it: van Hasselt et al. 2016, "Deep Reinforcement
    /// Learning with Double Q-learning".
    /// </summary>
    public bool IsDouble { get; init; } = true;

    /// <summary>The maximum norm of the gradient of all parameters together.</summary>
    public double MaxGradientNorm { get; init; } = 10;

    /// <summary>The number of most recent episodes that the reported mean return averages over.</summary>
    public int RecentEpisodes { get; init; } = 64;

    /// <summary>The seed of the actions and of the samples from the replay buffer.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The probability ε of a random action.</summary>
    /// <param name="environmentSteps">The environment steps taken so far.</param>
    public double EpsilonAt(long environmentSteps) =>
        FirstEpsilon + ((LastEpsilon - FirstEpsilon) * Math.Min(1, (double)environmentSteps / ExplorationSteps));

    /// <summary>Throws if an option is out of range.</summary>
    /// <exception cref="ArgumentException">The message contains the name of the option.</exception>
    internal void Validate()
    {
        OptionChecks.RequireWhole(Name(nameof(StepsPerUpdate)), StepsPerUpdate, min: 1);
        OptionChecks.RequireWhole(Name(nameof(ReplayCapacity)), ReplayCapacity, min: 1);
        OptionChecks.Require(
            LearningStarts >= 0 && LearningStarts <= ReplayCapacity,
            Name(nameof(LearningStarts)), $"0 to {ReplayCapacity}, the capacity of the replay buffer", LearningStarts);
        OptionChecks.RequireWhole(Name(nameof(BatchSize)), BatchSize, min: 1);
        OptionChecks.RequireWhole(Name(nameof(RowsPerShard)), RowsPerShard, min: 1);
        OptionChecks.RequireNotNegative(Name(nameof(LearningRate)), LearningRate);
        OptionChecks.RequireFraction(Name(nameof(Discount)), Discount);
        OptionChecks.RequireFraction(Name(nameof(FirstEpsilon)), FirstEpsilon);
        OptionChecks.RequireFraction(Name(nameof(LastEpsilon)), LastEpsilon);
        OptionChecks.RequireWhole(Name(nameof(ExplorationSteps)), ExplorationSteps, min: 1);
        OptionChecks.RequireWhole(Name(nameof(LearningStepsPerTarget)), LearningStepsPerTarget, min: 1);
        OptionChecks.Require(MaxGradientNorm > 0, Name(nameof(MaxGradientNorm)), "a number greater than 0", MaxGradientNorm);
        OptionChecks.RequireWhole(Name(nameof(RecentEpisodes)), RecentEpisodes, min: 1);

        static string Name(string option) => $"{nameof(DqnOptions)}.{option}";
    }
}
