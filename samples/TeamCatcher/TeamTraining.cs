using Masking.Samples.Training;

namespace Masking.Samples.TeamCatcher;

/// <summary>A training of a team.</summary>
public static class TeamTraining
{
    /// <summary>How long a training is where nothing else is said, in environment steps.</summary>
    public const int DefaultSteps = 80_000;

    private const int Environments = 16;
    private const int RolloutSteps = 32;

    /// <summary>The move of each agent by itself.</summary>
    private static readonly ActionPart<TeamPolicy.Distribution, TeamPolicy.Actions> Agent = new(
        "agent",
        (distribution, actions) => distribution.MovesLogProb(actions)
    );

    /// <summary>The settings, but for the seed and what variants differ in.</summary>
    public static PpoOptions Options { get; } = new() { LearningRate = 1e-3, EntropyWeight = 0.003, RecentEpisodes = 256 };

    /// <summary>A trainer that has not begun.</summary>
    /// <param name="variant">How the team is trained.</param>
    /// <param name="options">The settings, but for what variants differ in.</param>
    /// <param name="threads">The most threads that step the worlds.</param>
    public static PpoTrainer<TeamPolicy.Observation, TeamPolicy.Actions, TeamPolicy.Distribution> Begin(
        Variant variant,
        PpoOptions options,
        int threads
    )
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentNullException.ThrowIfNull(options);
        return PpoTrainer.Of(
            new TeamPolicy(),
            ParallelEnvironments.Of(
                new TeamPolicy.Batch(Environments),
                batch => batch.Observation,
                Enumerable.Range(0, Environments).Select(_ => new TeamWorld(variant.HasAgentMask)),
                options.Seed,
                threads),
            new TeamPolicy.Rollout(RolloutSteps, Environments),
            options with { RatioOf = variant.RatioOf },
            Agent);
    }

    /// <summary>The share of targets caught in the last episodes; null before the first episode has finished.</summary>
    /// <param name="progress">Where the training stands.</param>
    public static double? ShareCaught(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return progress.MeanReturn / TeamField.Targets;
    }

    /// <summary>What came of a training, in words.</summary>
    /// <param name="progress">Where the training stands.</param>
    public static string Conclusion(TrainingProgress progress) => ShareCaught(progress) is { } share
        ? $"The team caught {share:P0} of the targets in its last {Math.Min(progress.Episodes, Options.RecentEpisodes)} episodes."
        : "No episode has finished yet.";
}
