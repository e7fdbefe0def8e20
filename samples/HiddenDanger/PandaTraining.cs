using Masking.Samples.Training;

namespace Masking.Samples.HiddenDanger;

/// <summary>A training of the panda.</summary>
public static class PandaTraining
{
    private const int Environments = 16;
    private const int RolloutSteps = 64;
    private const int TrialRows = 64;

    /// <summary>A seed that no training has.</summary>
    private const int TrialSeed = -1;

    /// <summary>The boards of a trial.</summary>
    public const int TrialBoards = 1024;

    /// <summary>The settings of both trainings.</summary>
    public static PpoOptions Options { get; } =
        new()
        {
            LearningRate = 2e-3,
            Minibatches = 8,
            Discount = 0.95,
            EntropyWeight = 0.003,
            RecentEpisodes = 256,
        };

    /// <summary>A trainer that has not begun.</summary>
    /// <param name="isMasked">Whether the policy is told which entities the panda sees.</param>
    /// <param name="options">The settings.</param>
    /// <param name="threads">The most threads that step the worlds.</param>
    public static PpoTrainer<PandaPolicy.Observation, PandaPolicy.Actions, PandaPolicy.Distribution> Begin(
        bool isMasked,
        PpoOptions options,
        int threads
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        return PpoTrainer.Of(
            new PandaPolicy(),
            Worlds(isMasked, Environments, options.Seed, threads),
            new PandaPolicy.Rollout(RolloutSteps, Environments, Board.Entities),
            options);
    }

    /// <summary>How a policy does on new boards, the same for every policy and every seed of a training.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="isMasked">Whether it is told which entities the panda sees.</param>
    public static Tally Try(PandaPolicy policy, bool isMasked)
    {
        ArgumentNullException.ThrowIfNull(policy);
        using ParallelEnvironments<PandaPolicy.Batch, PandaPolicy.Observation, PandaPolicy.Actions> worlds = Worlds(
            isMasked,
            TrialRows,
            TrialSeed,
            threads: 1
        );
        RandomStream stream = new(TrialSeed);
        return Tally.Of(Episodes.Returns(worlds, observation => policy.Act(observation, stream).Actions, TrialBoards / TrialRows));
    }

    private static ParallelEnvironments<PandaPolicy.Batch, PandaPolicy.Observation, PandaPolicy.Actions> Worlds(
        bool isMasked,
        int count,
        int seed,
        int threads
    ) =>
        ParallelEnvironments.Of(
            new PandaPolicy.Batch(count, Board.Entities),
            batch => batch.Observation,
            Enumerable.Range(0, count).Select(_ => new PandaWorld(isMasked)),
            seed,
            threads
        );
}
