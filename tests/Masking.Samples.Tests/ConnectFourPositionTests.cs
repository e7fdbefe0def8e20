using Masking.Samples.ConnectFour;
using Masking.Training;

namespace Masking.Samples.Tests;

public sealed class ConnectFourPositionTests
{
    [Fact]
    public void Discs_FallOnEachOther_InTurns()
    {
        Position position = Play("112");

        Assert.Equal(3, position.Discs);
        Assert.False(position.IsFirstToMove);
        Assert.Equal((true, false), position.DiscAt(row: 5, Column.One));
        Assert.Equal((false, false), position.DiscAt(row: 4, Column.One));
        Assert.Equal((true, false), position.DiscAt(row: 5, Column.Two));
        Assert.Null(position.DiscAt(row: 3, Column.One));
        Assert.Null(position.DiscAt(row: 4, Column.Two));
    }

    [Fact]
    public void TheSideThatMoves_SeesItsOwnDiscs()
    {
        Assert.Equal([28], Shown(Play("112")));
        Assert.Equal([35, 36], Shown(Play("112").SwapSides()));
    }

    [Fact]
    public void AFullColumn_TakesNoMore()
    {
        Position position = Play("333333");

        Assert.False(position.IsLegal(Column.Three));
        Assert.Equal([Column.One, Column.Two, Column.Four, Column.Five, Column.Six, Column.Seven], position.LegalColumns);
        Assert.False(position.IsOver);
        Assert.Contains(
            "not full, got Three",
            Assert.Throws<ArgumentException>(() => position.Play(Column.Three)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("112233", Column.Four)]
    [InlineData("445566", Column.Seven)]
    [InlineData("121212", Column.One)]
    [InlineData("717171", Column.Seven)]
    [InlineData("122363346474", Column.Four)]
    [InlineData("766525542414", Column.Four)]
    [InlineData("1122", Column.Three, false)]
    public void FourInALine_Win(string moves, Column last, bool wins = true)
    {
        Position before = Play(moves);
        Assert.Equal(wins, before.IsWinningMove(last));

        Position after = before.Play(last);

        Assert.Equal(wins, after.IsWon);
        Assert.Equal(wins, after.IsOver);
        Assert.Equal(wins ? 4 : 0, Cells(after).Count(disc => disc is { IsInFour: true }));
        Assert.All(Cells(after), disc => Assert.True(disc is not { IsInFour: true } || disc.Value.IsFirst == before.IsFirstToMove));
    }

    [Fact]
    public void EveryLineOfFour_Wins_AndNoOtherFourDiscs()
    {
        (int Across, int Up)[] directions = [(1, 0), (0, 1), (1, 1), (1, -1)];
        HashSet<ulong> lines = [];
        for (int cell = 0; cell < 42; cell++)
        {
            foreach ((int across, int up) in directions)
            {
                (int Column, int Height)[] line =
                [
                    .. Enumerable.Range(0, 4).Select(i => ((cell / 6) + (i * across), (cell % 6) + (i * up))),
                ];
                if (line.All(each => each is { Column: >= 0 and < 7, Height: >= 0 and < 6 }))
                {
                    lines.Add(Set(line));
                }
            }
        }

        Assert.Equal(69, lines.Count);
        Assert.All(lines, line => Assert.True(new Position(0, line).IsWon));
        Random random = new(1);
        for (int trial = 0; trial < 20_000; trial++)
        {
            ulong discs = Set([.. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => (random.Next(7), random.Next(6)))]);

            Assert.Equal(lines.Any(line => (line & discs) == line), new Position(0, discs).IsWon);
        }
    }

    [Fact]
    public void AFullBoard_IsADraw()
    {
        Position position = Play("133333311111" + "244444422222" + "577777755555" + "66666");
        Assert.False(position.IsOver);

        position = position.Play(Column.Six);

        Assert.Equal(42, position.Discs);
        Assert.False(position.IsWon);
        Assert.True(position.IsOver);
        Assert.Empty(position.LegalColumns);
    }

    [Fact]
    public void SavedAndLoaded_ItIsTheSame()
    {
        Position position = Play("4432156");
        using MemoryStream saved = new();
        position.Save(new BinaryWriter(saved));
        saved.Position = 0;

        Assert.Equal(position, Position.Load(new BinaryReader(saved)));
    }

    [Fact]
    public void TheWinOrBlockPlayer_WinsFirst_ThenBlocks_ThenPlaysAnythingLegal()
    {
        RandomNumbers random = new(seed: 1, row: 0);
        Assert.Equal(Column.One, Opponent.OnePly.Choose(Play("171717"), random));
        Assert.Equal(Column.Seven, Opponent.OnePly.Choose(Play("1717172"), random));
        Assert.Equal(Column.Four, Opponent.OnePly.Choose(Play("11223"), random));
        HashSet<Column> seen = [.. Enumerable.Range(0, 200).Select(_ => Opponent.OnePly.Choose(Play("333333"), random))];
        Assert.Equal(6, seen.Count);
        Assert.DoesNotContain(Column.Three, seen);
    }

    private static Position Play(string moves) =>
        moves.Aggregate(default(Position), (position, move) => position.Play((Column)(move - '1')));

    private static int[] Shown(Position position)
    {
        float[] cells = [.. Enumerable.Repeat(float.NaN, 42)];
        position.WriteOwnDiscs(cells);
        Assert.Equal(42, cells.Count(cell => cell is 0 or 1));
        return [.. Enumerable.Range(0, 42).Where(cell => cells[cell] == 1)];
    }

    private static ulong Set((int Column, int Height)[] cells) =>
        cells.Aggregate(0UL, (set, cell) => set | (1UL << ((cell.Column * 7) + cell.Height)));

    private static IEnumerable<(bool IsFirst, bool IsInFour)?> Cells(Position position) =>
        Position.AllColumns.SelectMany(column => Enumerable.Range(0, Position.Rows).Select(row => position.DiscAt(row, column)));
}
