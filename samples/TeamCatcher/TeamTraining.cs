using Masking.Training;
using Definition = Masking.Training.PpoDefinition<
    Masking.Samples.TeamCatcher.TeamPolicy.Observation,
    Masking.Samples.TeamCatcher.TeamPolicy.Actions,
    Masking.Samples.TeamCatcher.TeamPolicy.Distribution,
    Masking.Samples.TeamCatcher.TeamPolicy.Batch
>;

namespace Masking.Samples.TeamCatcher;

/// <summary>Defines trainings of a team and creates their trainers.</summary>
public static class TeamTraining
{
    /// <summary>The default length of a training in environment steps.</summary>
    public const int DefaultSteps = 80_000;

    private const int Environments = 16;
    private const int RolloutSteps = 32;

    /// <summary>The options that all seeds and variants have in common.</summary>
    public static PpoOptions Options { get; } = new() { LearningRate = 1e-3, EntropyWeight = 0.003, RecentEpisodes = 256 };

    /// <summary>Defines a training with one shard.</summary>
    /// <param name="variant">The variant of the training.</param>
    /// <param name="options">The options of PPO. <see cref="PpoOptions.RatioOf"/> is replaced by that of the variant.</param>
    public static Definition Define(Variant variant, PpoOptions options)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentNullException.ThrowIfNull(options);
        return PpoDefinition.Of(
            () => new TeamPolicy(),
            rows => new TeamPolicy.Batch(rows),
            _ => new TeamWorld(variant.HasAgentMask),
            Environments,
            RolloutSteps) with
        {
            Options = options with { RatioOf = variant.RatioScope },
        };
    }

    /// <summary>Creates a trainer.</summary>
    /// <param name="variant">The variant of the training.</param>
    /// <param name="options">The options of PPO. <see cref="PpoOptions.RatioOf"/> is replaced by that of the variant.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static PpoTrainer<TeamPolicy.Observation, TeamPolicy.Actions, TeamPolicy.Distribution> CreateTrainer(
        Variant variant,
        PpoOptions options,
        int threads
    ) => Define(variant, options).CreateTrainer(threads);

    /// <summary>The fraction of targets caught in the last episodes; null before the first episode has finished.</summary>
    /// <param name="progress">The state of the training.</param>
    public static double? ShareCaught(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return progress.MeanReturn / TeamField.Targets;
    }

    /// <summary>Describes the result of a training.</summary>
    /// <param name="progress">The state of the training.</param>
    public static string DescribeResult(TrainingProgress progress) => ShareCaught(progress) is { } share
        ? $"The team caught {share:P0} of the targets in its last {Math.Min(progress.Episodes, Options.RecentEpisodes)} episodes."
        : "No episode has finished yet.";
}
