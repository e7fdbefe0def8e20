using Masking.Samples.ConnectFour;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class ConnectFourWorldTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly ConnectFourPolicy.Batch _batch = new(environments: 2);
    private readonly RandomNumbers _random = new(seed: 1, row: 0);

    public void Dispose()
    {
        _batch.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void TheMask_AllowsExactlyTheLegalColumns()
    {
        int seed = Environment.TickCount;
        RandomNumbers random = new(seed, row: 0);
        int masked = 0;
        for (int game = 0; game < 100; game++)
        {
            Position position = default;
            SelfPlayGame world = new(maxRandomMoves: 0);
            world.Reset(random);
            while (!position.IsOver)
            {
                world.WriteObservation(_batch, row: 1);
                foreach (Column column in Position.AllColumns)
                {
                    bool isAllowed = _batch.MoveMask(1)[column];
                    bool isRefused = Record.Exception(() => position.Play(column)) is ArgumentException;

                    Assert.True(
                        isAllowed != isRefused && isAllowed == position.DiscAt(row: 0, column) is null,
                        $"seed {seed}: {column} in\n{BoardDrawing.Render(position)}"
                    );
                    masked += isAllowed ? 0 : 1;
                }

                Column move = Opponent.Random.Choose(position, random);
                position = position.Play(move);
                world.Step(Move(Column.One, move), row: 1, random);
            }
        }

        Assert.True(masked > 0, $"seed {seed}");
    }

    [Fact]
    public void ThePolicy_SeesTheBoardFromTheSideThatMoves()
    {
        SelfPlayGame world = Played("112");

        world.WriteObservation(_batch, row: 1);

        float[] board = _batch.Board(1).ToArray();
        Assert.Equal([28, 42 + 35, 42 + 36], Enumerable.Range(0, board.Length).Where(cell => board[cell] == 1));
        Assert.Equal(81, board.Count(cell => cell == 0));
        Assert.All(_batch.Board(0).ToArray(), cell => Assert.Equal(0, cell));
    }

    [Fact]
    public void AWin_EarnsOne_AndEndsTheGame()
    {
        SelfPlayGame world = new(maxRandomMoves: 0);
        world.Reset(_random);

        StepResult[] outcomes = [.. "1122334".Select(move => Do(world, move))];

        Assert.Equal(Enumerable.Repeat(new StepResult(0), 6), outcomes[..^1]);
        Assert.Equal(new StepResult(1, EpisodeStatus.Terminated), outcomes[^1]);
    }

    [Fact]
    public void ADraw_EarnsNothing_AndEndsTheGame() =>
        Assert.Equal(new StepResult(0, EpisodeStatus.Terminated), Do(Played("13333331111124444442222257777775555566666"), '6'));

    [Fact]
    public void AFullColumn_IsRefused()
    {
        SelfPlayGame world = Played("333333");

        Assert.Throws<ArgumentException>(() => Do(world, '3'));
    }

    [Fact]
    public void Openings_AreRandom_AndNeverOver()
    {
        HashSet<int> discs = [];
        for (int game = 0; game < 400; game++)
        {
            SelfPlayGame world = new(maxRandomMoves: 16);
            world.Reset(_random);
            Position position = PositionOf(world);
            Assert.False(position.IsOver);
            discs.Add(position.Discs);
        }

        Assert.Equal(Enumerable.Range(0, 17), discs.Order());
    }

    [Fact]
    public void SavedAndLoaded_TheGameContinues()
    {
        SelfPlayGame world = Played("4432156");
        SelfPlayGame copy = new(maxRandomMoves: 0);

        using MemoryStream saved = new();
        world.Save(new BinaryWriter(saved));
        saved.Position = 0;
        copy.Load(new BinaryReader(saved));

        Assert.Equal(world.Render(), copy.Render());
        Assert.Equal(Do(world, '1'), Do(copy, '1'));
        Assert.Equal(world.Render(), copy.Render());
    }

    [Theory]
    [InlineData(true, "1111", "222", 1)]
    [InlineData(false, "1111", "2222", -1)]
    [InlineData(true, "232323", "1111", -1)]
    public void AMatch_IsWonOrLost(bool begins, string agent, string opponent, float reward)
    {
        Queue<char> answers = new(opponent);
        Match match = new(new Opponent("a list of moves", (_, _) => (Column)(answers.Dequeue() - '1')), begins);
        match.Reset(_random);

        StepResult last = default;
        foreach (char move in agent)
        {
            Assert.Equal(default, last);
            last = match.Step(Move(Column.One, (Column)(move - '1')), row: 1, _random);
            if (last != default)
            {
                break;
            }
        }

        Assert.Equal(new StepResult(reward, EpisodeStatus.Terminated), last);
        Assert.Empty(answers);
    }

    [Fact]
    public void MatchResults_CountEveryGame_AndAreTheSameForTheSameSeed()
    {
        manual_seed(1);
        using ConnectFourPolicy policy = new();
        MatchResult Play(int seed) =>
            MatchResult.Play(observation => policy.ActGreedily(observation).Actions, Opponent.Random, games: 50, seed);

        MatchResult result = Play(seed: 1);

        Assert.Equal(50, result.Won + result.Drawn + result.Lost);
        Assert.True(result is { Won: > 0, Lost: > 0 });
        Assert.Equal(result, Play(seed: 1));
        Assert.NotEqual(result, Play(seed: 2));
    }

    private static ConnectFourPolicy.Actions Move(params Column[] columns) =>
        new() { Move = tensor(Array.ConvertAll(columns, column => (long)column)) };

    private static Position PositionOf(SelfPlayGame world)
    {
        using MemoryStream saved = new();
        world.Save(new BinaryWriter(saved));
        saved.Position = 0;
        return Position.Load(new BinaryReader(saved));
    }

    private StepResult Do(SelfPlayGame world, char move) => world.Step(Move(Column.One, (Column)(move - '1')), row: 1, _random);

    private SelfPlayGame Played(string moves)
    {
        SelfPlayGame world = new(maxRandomMoves: 0);
        world.Reset(_random);
        foreach (char move in moves)
        {
            Assert.Equal(default, Do(world, move));
        }

        return world;
    }
}
