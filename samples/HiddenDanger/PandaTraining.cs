using Masking.Training;

namespace Masking.Samples.HiddenDanger;

/// <summary>Creates trainers for the panda and evaluates trained policies.</summary>
public static class PandaTraining
{
    private const int Environments = 16;
    private const int RolloutSteps = 64;
    private const int EvaluationRows = 64;

    /// <summary>A seed that no training can have, because seeds of trainings are not negative.</summary>
    private const int EvaluationSeed = -1;

    /// <summary>The number of boards of an evaluation.</summary>
    public const int EvaluationBoards = 1024;

    /// <summary>The options of both trainings.</summary>
    public static PpoOptions Options { get; } =
        new()
        {
            LearningRate = 2e-3,
            Minibatches = 8,
            Discount = 0.95,
            EntropyWeight = 0.003,
            RecentEpisodes = 256,
        };

    /// <summary>Creates a trainer.</summary>
    /// <param name="isMasked">Whether the policy has the mask of visible entities.</param>
    /// <param name="options">The options of PPO.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static PpoTrainer<PandaPolicy.Observation, PandaPolicy.Actions, PandaPolicy.Distribution> CreateTrainer(
        bool isMasked,
        PpoOptions options,
        int threads
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        return PpoTrainer.Of(
            new PandaPolicy(),
            new PandaPolicy.Batch(Environments, Board.Entities),
            RolloutSteps,
            _ => new PandaWorld(isMasked),
            options,
            threads);
    }

    /// <summary>Evaluates a policy on new boards, which are the same for all policies and seeds.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="isMasked">Whether the policy has the mask of visible entities.</param>
    public static EpisodeStatistics Evaluate(PandaPolicy policy, bool isMasked)
    {
        ArgumentNullException.ThrowIfNull(policy);
        using var environments = ParallelEnvironments.Of(
            new PandaPolicy.Batch(EvaluationRows, Board.Entities),
            batch => batch.Observation,
            Enumerable.Range(0, EvaluationRows).Select(_ => new PandaWorld(isMasked)),
            EvaluationSeed,
            threads: 1);
        RandomStream stream = new(EvaluationSeed);
        return EpisodeStatistics.FromReturns(Episodes.Returns(environments, policy, stream, EvaluationBoards / EvaluationRows));
    }
}
