using Masking.Samples.Minesweeper;
using Masking.Training;
using Spectre.Console;

namespace Masking.Samples.Tests;

public sealed class MinefieldTests
{
    private readonly RandomNumbers _random = new(seed: 1, row: 0);

    [Fact]
    public void ANumber_CountsTheMinesAroundACell()
    {
        Minefield field = Laid(size: 3, 0, 1, 8);

        Assert.Equal([1, 1, 1, 2, 3, 2, 0, 1, 0], Enumerable.Range(0, 9).Select(field.Number));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void TheFirstCell_IsNeverAMine(int mines)
    {
        HashSet<string> laid = [];
        for (int first = 0; first < 9; first++)
        {
            for (int game = 0; game < 20; game++)
            {
                Minefield field = new(size: 3, mines);
                field.Open(first, _random);

                int[] cells = [.. Enumerable.Range(0, 9).Where(field.IsMine)];
                Assert.Equal(mines, cells.Length);
                Assert.False(field.IsMine(first));
                Assert.False(field.IsLost);
                laid.Add(string.Join(' ', cells));
            }
        }

        Assert.InRange(laid.Count, 9, 126);
    }

    [Fact]
    public void AMine_Loses()
    {
        Minefield field = Laid(size: 3, 4);

        field.Open(4, _random);

        Assert.Equal((true, false), (field.IsLost, field.IsWon));
    }

    [Fact]
    public void AllOtherCells_Win()
    {
        Minefield field = Laid(size: 2, 1, 2);

        field.Open(0, _random);
        Assert.Equal((false, false), (field.IsLost, field.IsWon));
        field.Open(3, _random);
        Assert.Equal((false, true), (field.IsLost, field.IsWon));
    }

    [Fact]
    public void ACellWithoutAMineAround_OpensThoseAroundItToo()
    {
        // With mines in the middle column, only the two cells to the left of it open.
        Minefield field = Laid(size: 5, 2, 7, 12, 17, 22);

        field.Open(0, _random);

        Assert.Equal([0, 1, 5, 6, 10, 11, 15, 16, 20, 21], Opened(field));
        Assert.False(field.IsWon);
    }

    [Fact]
    public void ACellBesideAMine_OpensAlone()
    {
        Minefield field = Laid(size: 4, 0);

        field.Open(1, _random);

        Assert.Equal([1], Opened(field));
    }

    [Fact]
    public void WastedTurns_AreLost()
    {
        Minefield field = Laid(size: 2, 0);
        field.Open(1, _random);
        field.Open(1, _random);
        Assert.False(field.IsLost);
        field.Open(null, _random);

        Assert.Equal([1], Opened(field));
        Assert.Equal((true, false), (field.IsLost, field.IsWon));
    }

    [Fact]
    public void TheLastTurn_CanWin()
    {
        Minefield field = Laid(size: 2, 0);

        Array.ForEach([1, 2, 3], cell => field.Open(cell, _random));

        Assert.Equal((false, true), (field.IsLost, field.IsWon));
    }

    [Fact]
    public void AfterTheEnd_NothingOpens_UntilItIsCleared()
    {
        Minefield field = Laid(size: 3, 4);
        field.Open(4, _random);
        field.Open(0, _random);
        Assert.Equal([4], Opened(field));

        field.Reset();

        Assert.Empty(Opened(field));
        Assert.DoesNotContain(Enumerable.Range(0, 9), field.IsMine);
        Assert.Equal((false, false), (field.IsLost, field.IsWon));
    }

    [Fact]
    public void MinesThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Minefield(size: 2, mines: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Minefield(size: 2, mines: 0));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new Minefield(size: 3, mines: 2).PlaceMines(4, 4));
        Assert.StartsWith("Expected 2 different cells from 0 to 8, got 4, 4.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADrawing_ShowsNumbers_AndMinesOnlyInTheEnd()
    {
        Minefield field = Laid(size: 3, 0, 1);
        field.Open(8, _random);
        string[] drawings = [Drawn(field), "", ""];
        field.Open(0, _random);
        drawings[1] = Drawn(field);
        field = Laid(size: 3, 0, 1);
        field.Open(8, _random);
        field.Open(2, _random);
        drawings[2] = Drawn(field);

        Assert.Equal(
            [
                """
                ■ ■ ■
                2 2 1
                . . .
                2 mines, 1 to open
                """,
                """
                * * ■
                2 2 1
                . . .
                lost
                """,
                """
                * * 1
                2 2 1
                . . .
                won
                """,
            ],
            drawings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void EveryNumber_CanBeDrawn(int number)
    {
        Minefield field = Laid(size: 3, [.. new[] { 0, 1, 2, 3, 5, 6, 7, 8 }.Take(number)]);
        field.Open(4, _random);
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });

        console.Markup(MinefieldDrawing.Draw(field));

        Assert.Equal($"{number}", output.ToString().Split('\n')[1].Split(' ')[1]);
    }

    private static Minefield Laid(int size, params int[] mines)
    {
        Minefield field = new(size, mines.Length);
        field.PlaceMines(mines);
        return field;
    }

    private static int[] Opened(Minefield field) => [.. Enumerable.Range(0, field.Cells).Where(field.IsOpen)];

    private static string Drawn(Minefield field) => Markup.Remove(MinefieldDrawing.Draw(field));
}
