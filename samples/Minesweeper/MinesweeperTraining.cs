using Masking.Samples.Training;

namespace Masking.Samples.Minesweeper;

/// <summary>A training in Minesweeper, and what it comes to.</summary>
public static class MinesweeperTraining
{
    private const int Environments = 64;
    private const int GamesAtOnce = 50;
    private const int GamesEach = 20;

    /// <summary>Other boards than those that trainings begin with.</summary>
    private const int SeedOfGames = int.MaxValue;

    /// <summary>The settings, but for the seed.</summary>
    /// <remarks>A mine shows at once, so little is to be planned: the discount only lets it like cells from which one can go on.</remarks>
    public static DqnOptions Options { get; } = new()
    {
        LearningRate = 1e-3,
        Discount = 0.5,
        FirstEpsilon = 0.3,
        LastEpsilon = 0.01,
        ExplorationSteps = 30_000,
        RecentEpisodes = 1_000,
    };

    /// <summary>A trainer that has not begun.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The settings.</param>
    /// <param name="threads">The most threads that step the worlds.</param>
    public static DqnTrainer<CellValues.Observation, CellValues.Actions, CellValues.Values> Begin(
        Board board,
        DqnOptions options,
        int threads
    )
    {
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(options);
        return DqnTrainer.Of(CellValues.Begin(), CellValues.Begin(), Worlds(Environments, board, options.Seed, threads), options);
    }

    /// <summary>Boards on which nothing is open.</summary>
    /// <param name="count">How many.</param>
    /// <param name="board">Their kind.</param>
    /// <param name="seed">The seed of where the mines are.</param>
    /// <param name="threads">The most threads that step them.</param>
    public static ParallelEnvironments<CellValues.Batch, CellValues.Observation, CellValues.Actions> Worlds(
        int count,
        Board board,
        int seed,
        int threads
    ) =>
        ParallelEnvironments.Of(
            new CellValues.Batch(count),
            batch => batch.Observation,
            Enumerable.Range(0, count).Select(_ => new MinefieldWorld(board)),
            seed,
            threads);

    /// <summary>The share of 1,000 games that a player wins.</summary>
    /// <param name="board">The board.</param>
    /// <param name="act">The player. Its tensors are released.</param>
    public static double ShareWon(Board board, Func<CellValues.Observation, CellValues.Actions> act)
    {
        using var worlds = Worlds(GamesAtOnce, board, SeedOfGames, threads: 1);
        return Episodes.Returns(worlds, act, GamesEach).Average(earned => earned > 0 ? 1.0 : 0);
    }

    /// <summary>Says how often what was learned wins, and how often chance does.</summary>
    /// <param name="trainer">A trainer that <see cref="Begin"/> has made.</param>
    /// <param name="board">The board.</param>
    public static string Result(ITrainer trainer, Board board)
    {
        var network = ((DqnTrainer<CellValues.Observation, CellValues.Actions, CellValues.Values>)trainer).Network;
        RandomStream stream = new(seed: 1);
        double learned = ShareWon(board, network.ActGreedily);
        double random = ShareWon(board, observation => network.Act(observation, epsilon: 1, stream));
        return $"Of {GamesAtOnce * GamesEach:N0} games on {board.Size}×{board.Size} cells with {board.Mines} mines, the network wins {100 * learned:F1} % and a random legal player {100 * random:F1} %.";
    }
}
