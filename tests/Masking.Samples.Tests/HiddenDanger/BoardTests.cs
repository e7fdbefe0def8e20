using Masking.Samples.HiddenDanger;
using Masking.Training;

namespace Masking.Samples.Tests;

public sealed class BoardTests
{
    private static readonly Direction[] Directions = Enum.GetValues<Direction>();

    [Fact]
    public void InACorner_BorderAndTreesAreNoWay()
    {
        Board board = Drawing.Board(
            "PT....",
            "......",
            "..T...",
            "...W..",
            ".T....",
            "S....D");

        Assert.Equal([Direction.South], Legal(board));

        board.Move(Direction.South);
        Assert.Equal([Direction.North, Direction.East, Direction.South], Legal(board));
        board.Move(Direction.East);
        Assert.Equal(new Cell(1, 1), board.PlaceOf(0));
        Assert.Equal([Direction.East, Direction.South, Direction.West], Legal(board));
    }

    [Fact]
    public void AnIllegalStep_LeadsNowhere_AndCounts()
    {
        Board board = Drawing.Board(
            "PT....",
            "......",
            "..T...",
            "...W..",
            ".T....",
            "S....D");

        foreach (Direction direction in new[] { Direction.North, Direction.East, Direction.West })
        {
            Assert.Equal(new StepResult(Board.StepReward), board.Move(direction));
        }

        Assert.Equal(new Cell(0, 0), board.PlaceOf(0));
        Assert.Equal(3, board.Steps);
    }

    [Theory]
    [InlineData(Direction.North, 1 + Board.StepReward)]
    [InlineData(Direction.West, -1 + Board.StepReward)]
    [InlineData(Direction.East, -1 + Board.StepReward)]
    public void TheWatermelon_AndBothDangers_EndTheEpisode(Direction direction, float reward)
    {
        Board board = Drawing.Board(
            "......",
            "..W...",
            ".SPD..",
            "......",
            "T.T.T.",
            "......");

        Assert.Equal(new StepResult(reward, EpisodeStatus.Terminated), board.Move(direction));
    }

    [Fact]
    public void AfterFortySteps_TheEpisodeIsTruncated()
    {
        Board board = Drawing.Board(
            "......",
            "..W...",
            ".SPD..",
            "......",
            "T.T.T.",
            "......");

        for (int step = 1; step <= Board.MaxSteps; step++)
        {
            StepResult outcome = board.Move(step % 2 == 1 ? Direction.South : Direction.North);

            EpisodeStatus status = step == Board.MaxSteps ? EpisodeStatus.Truncated : EpisodeStatus.Running;
            Assert.Equal(new StepResult(Board.StepReward, status), outcome);
        }
    }

    [Fact]
    public void ThePanda_SeesWhatNoTreeHides()
    {
        Board board = Drawing.Board(
            "...W..",
            "......",
            "D...S.",
            ".T.T..",
            "..P...",
            ".T....");

        Assert.Equal([0, 1, 4, 5, 6], Enumerable.Range(0, Board.Entities).Where(board.Sees));
        Assert.False(board.Sees(new Cell(5, 0)));
        Assert.True(board.Sees(new Cell(4, 0)));
    }

    [Fact]
    public void AnInvalidBoard_IsRefused()
    {
        Board board = new();
        string[] walled = ["WT....", "T.....", "..P...", "....S.", ".T....", ".....D"];
        string[] guarded = ["WT....", "S.....", "..P...", "....T.", ".T....", ".....D"];

        Assert.Contains(
            "got one that it cannot reach",
            Assert.Throws<ArgumentException>("places", () => board.Reset(Drawing.Places(walled))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "got one that it cannot reach",
            Assert.Throws<ArgumentException>("places", () => board.Reset(Drawing.Places(guarded))).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>("places", () => board.Reset(new Cell(0, 0)));
        Assert.Throws<ArgumentException>("places", () => board.Reset([.. Drawing.Places(walled)[..6], new Cell(0, 6)]));
        Assert.Throws<ArgumentException>("places", () => board.Reset([.. Drawing.Places(walled)[..6], new Cell(2, 2)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ARandomBoard_HidesAllButTrees_AndThereIsAlwaysAWay(int seed)
    {
        RandomNumbers numbers = new(seed, row: 0);
        Random random = new(seed);
        HashSet<Cell> pandas = [];
        for (int episode = 0; episode < 200; episode++)
        {
            Board board = new();
            board.Reset(numbers);
            Cell[] places = [.. Enumerable.Range(0, Board.Entities).Select(board.PlaceOf)];
            pandas.Add(places[0]);
            Assert.Equal(Board.Entities, places.Distinct().Count());
            Assert.DoesNotContain(Enumerable.Range(1, 3), board.Sees);
            new Board().Reset(places);

            StepResult outcome = new(0);
            while (outcome.Status == EpisodeStatus.Running)
            {
                Direction[] legal = Legal(board);
                Assert.NotEmpty(legal);
                outcome = board.Move(legal[random.Next(legal.Length)]);
                Assert.DoesNotContain(board.PlaceOf(0), places[4..]);
            }
        }

        Assert.InRange(pandas.Count, 30, 36);
    }

    private static Direction[] Legal(Board board) => [.. Directions.Where(board.IsLegal)];
}
