using Masking.Training;

namespace Masking.Samples.Minesweeper;

/// <summary>Creates trainers for Minesweeper and evaluates trained networks.</summary>
public static class MinesweeperTraining
{
    private const int Environments = 64;
    private const int EvaluationRows = 50;
    private const int GamesPerRow = 20;

    /// <summary>The seed of the boards of an evaluation, which differ from those of most trainings.</summary>
    private const int EvaluationSeed = int.MaxValue;

    /// <summary>The options of all seeds.</summary>
    /// <remarks>
    /// The result of opening a cell is known at once, so little planning is needed. Among equally safe cells, the low discount prefers
    /// those after which more cells can be opened safely.
    /// </remarks>
    public static DqnOptions Options { get; } = new()
    {
        LearningRate = 1e-3,
        Discount = 0.5,
        FirstEpsilon = 0.3,
        LastEpsilon = 0.01,
        ExplorationSteps = 30_000,
        RecentEpisodes = 1_000,
    };

    /// <summary>Creates a trainer.</summary>
    /// <param name="board">The size and number of mines.</param>
    /// <param name="options">The options of DQN.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static DqnTrainer<CellValues.Observation, CellValues.Actions, CellValues.Values> CreateTrainer(
        BoardKind board,
        DqnOptions options,
        int threads
    )
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(options);
        return DqnTrainer.Of(
            CellValues.Create(),
            CellValues.Create(),
            Environments,
            _ => new MinefieldWorld(board),
            options,
            threads);
    }

    /// <summary>Plays 1,000 games and returns the fraction won.</summary>
    /// <param name="board">The size and number of mines.</param>
    /// <param name="act">Selects the actions. Their tensors are disposed.</param>
    public static double WinRate(BoardKind board, Func<CellValues.Observation, CellValues.Actions> act)
    {
        using var environments = ParallelEnvironments.Of(
            new CellValues.Batch(EvaluationRows),
            batch => batch.Observation,
            Enumerable.Range(0, EvaluationRows).Select(_ => new MinefieldWorld(board)),
            EvaluationSeed,
            threads: 1);
        return Episodes.Returns(environments, act, GamesPerRow).Average(episodeReturn => episodeReturn > 0 ? 1.0 : 0);
    }

    /// <summary>Describes how often the trained network and a random player win.</summary>
    /// <param name="trainer">A trainer created by <see cref="CreateTrainer"/>.</param>
    /// <param name="board">The size and number of mines.</param>
    public static string DescribeResult(ITrainer trainer, BoardKind board)
    {
        var network = ((DqnTrainer<CellValues.Observation, CellValues.Actions, CellValues.Values>)trainer).Network;
        RandomStream stream = new(seed: 1);
        double learned = WinRate(board, network.ActGreedily);
        double random = WinRate(board, observation => network.Act(observation, epsilon: 1, stream));
        return $"Of {EvaluationRows * GamesPerRow:N0} games on {board.Size}×{board.Size} cells with {board.Mines} mines, "
            + $"the network wins {100 * learned:F1} % and a player of random legal moves {100 * random:F1} %.";
    }
}
