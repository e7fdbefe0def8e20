using Masking.Samples.Minesweeper;
using Masking.Training;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class MinesweeperTests : IDisposable
{
    private static readonly BoardKind Small = BoardKind.All.Single(board => board.Name == "4x4");

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string> Boards => [.. BoardKind.All.Select(board => board.Name)];

    [Theory]
    [MemberData(nameof(Boards))]
    public void TheMask_AllowsExactlyTheHiddenCellsOfTheBoard(string name)
    {
        BoardKind board = BoardKind.All.Single(each => each.Name == name);
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        RandomNumbers random = new(seed, row: 0);
        using CellValues.Batch batch = new(environments: 1);
        MinefieldWorld world = new(board);
        (int games, int illegal) = (0, 0);
        world.Reset(random);
        while (games < 20)
        {
            world.WriteObservation(batch, row: 0);
            for (int place = 0; place < 36; place++)
            {
                MinefieldWorld copy = Copy(world, board);
                Step(copy, place, random);
                bool opens = Opened(copy, board) > Opened(world, board);

                Assert.Equal(batch.OpenMask(0)[place], opens);
                illegal += opens ? 0 : 1;
            }

            int[] legal = [.. Enumerable.Range(0, 36).Where(place => batch.OpenMask(0)[place])];
            if (Step(world, legal[random.Next(legal.Length)], random).Status == EpisodeStatus.Terminated)
            {
                games++;
                world.Reset(random);
            }
        }

        Assert.InRange(illegal, 20, int.MaxValue);
    }

    [Fact]
    public void ThePlanes_ShowNumbers_AndWhatIsHidden()
    {
        MinefieldWorld world = World(Small, mines: [1, 2], opened: [15]);
        using CellValues.Batch batch = new(environments: 1);

        world.WriteObservation(batch, row: 0);

        string[] shown =
        [
            .. Enumerable
                .Range(0, 36)
                .Select(place => string.Concat(Enumerable.Range(0, CellValues.Planes).Where(plane => batch.Board(0, plane)[place] == 1))),
        ];
        Assert.Equal(
            [
                "9", "9", "9", "9", "", "",
                "1", "2", "2", "1", "", "",
                "0", "0", "0", "0", "", "",
                "0", "0", "0", "0", "", "",
                "", "", "", "", "", "",
                "", "", "", "", "", "",
            ],
            shown);
    }

    [Fact]
    public void OnlyTheEnd_Earns()
    {
        RandomNumbers random = new(seed: 1, row: 0);
        Assert.Equal(new StepResult(0), Step(World(Small, mines: [0, 3], opened: []), place: 1, random));
        Assert.Equal(new StepResult(-1, EpisodeStatus.Terminated), Step(World(Small, mines: [0, 3], opened: [1]), place: 3, random));
        Assert.Equal(new StepResult(1, EpisodeStatus.Terminated), Step(World(Small, mines: [1, 2], opened: [15, 0]), place: 3, random));
    }

    [Fact]
    public void SavedAndLoaded_AnEnvironmentContinuesIdentically()
    {
        RandomNumbers random = new(seed: 1, row: 0);
        MinefieldWorld world = World(Small, mines: [0, 3], opened: [1]);

        MinefieldWorld copy = Copy(world, Small);

        Assert.Equal(world.Render(), copy.Render());
        foreach (int place in new[] { 1, 2, 18, 3 })
        {
            Assert.Equal(Step(world, place, random), Step(copy, place, random));
            Assert.Equal(world.Render(), copy.Render());
        }
    }

    [Fact]
    public void ANewNetwork_TakesForTheValueOfACell_WhatTheEncoderSaysOfIt()
    {
        manual_seed(1);
        using CellValues network = CellValues.Create();
        using var worlds = ParallelEnvironments.Of(
            new CellValues.Batch(environments: 36),
            batch => batch.Observation,
            Enumerable.Range(0, 36).Select(_ => new MinefieldWorld(Small)),
            seed: 1,
            threads: 1);
        CellValues.Observation observation = worlds.Observe() with { OpenMask = null };

        using CellValues.Values values = network.call(observation);
        float[] ofEach = values
            .Of(new CellValues.Actions { Open = tensor(Enumerable.Range(0, 36).Select(place => (long)place).ToArray()) })
            .data<float>()
            .ToArray();
        float[] said = network.Board.call(observation.Board).Pooled.diagonal().contiguous().data<float>().ToArray();

        Assert.Equal(said, ofEach);
        Assert.InRange(said.Distinct().Count(), 3, 36);
    }

    [Fact]
    public void PartsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new CellEncoder(10, null, 6));
        Assert.StartsWith(
            "Expected a width of 36, the width of the encoding, got 64",
            Assert.Throws<ArgumentException>(() => new IdentityCore(36, 64)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AFewSeconds_AreEnoughToPlayASmallBoard()
    {
        using var trainer = Begin();

        for (int update = 0; update < 16; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }

        // Random legal moves win 0.19 of the games. Without the mask, open cells look safe, and hardly any game is won.
        Assert.InRange(MinesweeperTraining.WinRate(Small, trainer.Network.ActGreedily), 0.5, 1);
    }

    [Fact]
    public void SavedAndLoaded_ATrainingContinuesIdentically()
    {
        using var trainer = Begin();
        using var loaded = Begin();
        Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        using MemoryStream saved = new();
        trainer.Save(new BinaryWriter(saved));
        saved.Position = 0;
        loaded.Load(new BinaryReader(saved));

        for (int update = 0; update < 2; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
            Assert.True(loaded.Update(TestContext.Current.CancellationToken));
            Assert.Equal(trainer.Progress.Metrics, loaded.Progress.Metrics);
            Assert.Equal(trainer.Progress.MeanReturn, loaded.Progress.MeanReturn);
        }

        Assert.NotEqual(0, trainer.Progress.Metrics[0]);
        Assert.InRange(trainer.Progress.Episodes, 1, int.MaxValue);
    }

    [Fact]
    public async Task TheProgram_SaysHowOftenItWins_AndShowsAWholeGame()
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("minesweeper-");
        string folder = Path.Combine(root.FullName, "run");
        Assert.Matches(
            @"Of 1,000 games on 4×4 cells with 2 mines, the network wins \d+\.\d % and a player of random legal moves [12]\d\.\d %\.",
            await Run("--board", "4x4", "--steps", "1", "--out", folder));
        Assert.True(File.Exists(Path.Combine(folder, "learning-curve.png")));

        string[] boards = (await Run("--board", "4x4", "--watch", "--out", folder)).ReplaceLineEndings("\n").TrimEnd('\n').Split("\n\n");

        Assert.Equal(string.Join('\n', Enumerable.Repeat("■ ■ ■ ■", 4).Append("2 mines, 14 to open")), boards[0]);
        Assert.Matches("(won|lost)$", boards[^1]);
        Assert.All(boards[..^1], board => Assert.EndsWith("to open", board, StringComparison.Ordinal));
        root.Delete(recursive: true);
    }

    private static DqnTrainer<CellValues.Observation, CellValues.Actions, CellValues.Values> Begin()
    {
        set_num_threads(1);
        manual_seed(1);
        return MinesweeperTraining.CreateTrainer(
            Small,
            MinesweeperTraining.Options with
            {
                StepsPerUpdate = 16,
                LearningStarts = 500,
                BatchSize = 64,
                LearningRate = 2e-3,
                ExplorationSteps = 8_000,
                ReplayCapacity = 8_000,
            },
            threads: 1
        );
    }

    private static async Task<string> Run(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Assert.Equal(0, await MinesweeperCommand.Create().RunAsync(args, output, error, TestContext.Current.CancellationToken));
        Assert.Empty(error.ToString());
        return output.ToString();
    }

    /// <summary>Creates an environment in which some cells are open.</summary>
    private static MinefieldWorld World(BoardKind board, int[] mines, int[] opened)
    {
        Minefield field = new(board.Size, board.Mines);
        field.PlaceMines(mines);
        Array.ForEach(opened, cell => field.Open(cell, new RandomNumbers(seed: 1, row: 0)));
        using MemoryStream saved = new();
        field.Save(new BinaryWriter(saved));
        saved.Position = 0;
        MinefieldWorld world = new(board);
        world.Load(new BinaryReader(saved));
        return world;
    }

    private static MinefieldWorld Copy(MinefieldWorld world, BoardKind board)
    {
        using MemoryStream saved = new();
        world.Save(new BinaryWriter(saved));
        saved.Position = 0;
        MinefieldWorld copy = new(board);
        copy.Load(new BinaryReader(saved));
        return copy;
    }

    private static int Opened(MinefieldWorld world, BoardKind board)
    {
        using MemoryStream saved = new();
        world.Save(new BinaryWriter(saved));
        saved.Position = 0;
        Minefield field = new(board.Size, board.Mines);
        field.Load(new BinaryReader(saved));
        return Enumerable.Range(0, field.Cells).Count(field.IsOpen);
    }

    private static StepResult Step(MinefieldWorld world, long place, RandomNumbers random)
    {
        using CellValues.Actions actions = new() { Open = tensor(new[] { place }) };
        return world.Step(actions, row: 0, random);
    }
}
