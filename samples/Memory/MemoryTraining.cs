using Masking.Training;
using LstmTrainer = Masking.Training.PpoTrainer<
    Masking.Samples.Memory.LstmPolicy.Observation,
    Masking.Samples.Memory.LstmPolicy.Actions,
    Masking.Samples.Memory.LstmPolicy.Distribution>;
using MlpTrainer = Masking.Training.PpoTrainer<
    Masking.Samples.Memory.MlpPolicy.Observation,
    Masking.Samples.Memory.MlpPolicy.Actions,
    Masking.Samples.Memory.MlpPolicy.Distribution>;

namespace Masking.Samples.Memory;

/// <summary>Creates trainers of both agents and evaluates trained agents.</summary>
public static class MemoryTraining
{
    /// <summary>The name of the agent with a memory.</summary>
    public const string Lstm = "lstm";

    /// <summary>The name of the agent without a memory.</summary>
    public const string Mlp = "mlp";

    /// <summary>The default length of a training in environment steps.</summary>
    public const int DefaultSteps = 1_500_000;

    /// <summary>The number of games of an evaluation.</summary>
    public const int EvaluationGames = 1024;

    private const int Environments = 128;
    private const int RolloutSteps = 16;
    private const int EvaluationRows = 64;

    /// <summary>A seed that no training can have, because seeds of trainings are not negative.</summary>
    private const int EvaluationSeed = -1;

    /// <summary>The names of both agents.</summary>
    public static IReadOnlyList<string> Agents { get; } = [Lstm, Mlp];

    /// <summary>The options that both agents and all seeds have in common.</summary>
    /// <remarks>
    /// The value loss has a small weight, because returns are as large as the number of moves. A shard contains the sequences of 16
    /// environments. The steps of a sequence are computed one after the other, so shards of fewer environments would be slow.
    /// </remarks>
    public static PpoOptions Options { get; } = new()
    {
        LearningRate = 3e-3,
        Discount = 0.8,
        ValueWeight = 0.05,
        RowsPerShard = 256,
        RecentEpisodes = EvaluationGames,
    };

    /// <summary>The mean number of moves of a player that turns random cards.</summary>
    public static double RandomMoves { get; } =
        ReferencePlayer.MeanMovesAtRandom(PairsGame.MaxPairs, EvaluationGames, new RandomNumbers(EvaluationSeed, row: 0));

    /// <summary>The mean number of moves of a player that remembers all cards.</summary>
    public static double PerfectMoves { get; } =
        ReferencePlayer.MeanMovesWithPerfectMemory(PairsGame.MaxPairs, EvaluationGames, new RandomNumbers(EvaluationSeed, row: 0));

    /// <summary>Creates a trainer.</summary>
    /// <param name="agent"><see cref="Lstm"/> or <see cref="Mlp"/>.</param>
    /// <param name="pairs">The number of pairs, from 2 to <see cref="PairsGame.MaxPairs"/>.</param>
    /// <param name="options">The options of PPO.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static ITrainer CreateTrainer(string agent, int pairs, PpoOptions options, int threads)
    {
        ArgumentNullException.ThrowIfNull(options);
        return agent switch
        {
            Lstm => PpoTrainer.Of(
                new LstmPolicy(),
                new LstmPolicy.Batch(Environments, PairsGame.MaxCards),
                RolloutSteps,
                _ => new PairsWorld(pairs),
                options,
                threads),
            Mlp => PpoTrainer.Of(
                new MlpPolicy(),
                new MlpPolicy.Batch(Environments, PairsGame.MaxCards),
                RolloutSteps,
                _ => new PairsWorld(pairs),
                options,
                threads),
            _ => throw new ArgumentOutOfRangeException(nameof(agent), agent, $"expected one of {string.Join(", ", Agents)}."),
        };
    }

    /// <summary>The mean number of moves of a trained agent in new games, which are the same for both agents and all seeds.</summary>
    /// <param name="trainer">A trainer created by <see cref="CreateTrainer"/>.</param>
    /// <param name="pairs">The number of pairs.</param>
    public static double MeanMoves(ITrainer trainer, int pairs) => trainer is LstmTrainer lstm
        ? MeanMoves(lstm.Policy, new LstmPolicy.Batch(EvaluationRows, PairsGame.MaxCards), () => new PairsWorld(pairs))
        : MeanMoves(((MlpTrainer)trainer).Policy, new MlpPolicy.Batch(EvaluationRows, PairsGame.MaxCards), () => new PairsWorld(pairs));

    private static double MeanMoves<TObservation, TActions, TDistribution, TBatch>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy, TBatch batch, Func<IEnvironment<TBatch, TActions>> createWorld)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
        where TBatch : IRolloutBatch<TObservation, TActions>
    {
        using var environments = ParallelEnvironments.Of(
            batch,
            each => each.Observation,
            Enumerable.Range(0, EvaluationRows).Select(_ => createWorld()),
            EvaluationSeed,
            threads: 1);
        RandomStream stream = new(EvaluationSeed);
        return -Episodes.Returns(environments, policy, stream, EvaluationGames / EvaluationRows).Average();
    }
}
