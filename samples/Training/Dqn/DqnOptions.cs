namespace Masking.Samples.Training;

/// <summary>The settings of deep Q-learning.</summary>
/// <remarks>Mnih et al. 2015, "Human-level control through deep reinforcement learning".</remarks>
public sealed record DqnOptions
{
    /// <summary>Steps of each environment in an update; after each of them the network learns once.</summary>
    public int StepsPerUpdate { get; init; } = 64;

    /// <summary>Transitions that are remembered; rounded up to a multiple of the number of environments.</summary>
    public int ReplayCapacity { get; init; } = 20_000;

    /// <summary>Transitions that are remembered before the first is learned from.</summary>
    public int LearningStarts { get; init; } = 1_000;

    /// <summary>Transitions that are learned from at a time.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The step size of Adam.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>What a reward is worth one step later: gamma.</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>The share of random actions at the beginning.</summary>
    public double FirstEpsilon { get; init; } = 1;

    /// <summary>The share of random actions at the end.</summary>
    public double LastEpsilon { get; init; } = 0.05;

    /// <summary>The environment steps over which it falls linearly.</summary>
    public long ExplorationSteps { get; init; } = 50_000;

    /// <summary>Learning steps from one copy into the target network to the next.</summary>
    public int LearningStepsPerTarget { get; init; } = 500;

    /// <summary>
    /// Whether the next action is chosen by the network that learns, and only judged by the target network: van Hasselt et al. 2016, "Deep
    /// Reinforcement Learning with Double Q-learning".
    /// </summary>
    public bool IsDouble { get; init; } = true;

    /// <summary>The norm that the gradient of all parameters together is clipped to.</summary>
    public double MaxGradientNorm { get; init; } = 10;

    /// <summary>The number of finished episodes that the reported mean return is over.</summary>
    public int RecentEpisodes { get; init; } = 64;

    /// <summary>The seed of the actions and of what is remembered.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The share of random actions at some time.</summary>
    /// <param name="environmentSteps">Steps taken before.</param>
    public double EpsilonAt(long environmentSteps) =>
        FirstEpsilon + ((LastEpsilon - FirstEpsilon) * Math.Min(1, (double)environmentSteps / ExplorationSteps));
}
