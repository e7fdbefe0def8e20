using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Engine;

/// <summary>Boards, tables of unit types and names of maps that are invalid are rejected.</summary>
public sealed class TableTests
{
    [Theory]
    [InlineData(0, 1, "", "expected a board of 1 to 128 columns and rows, got 0 and 1.")]
    [InlineData(129, 1, "", "expected a board of 1 to 128 columns and rows, got 129 and 1.")]
    [InlineData(2, 2, "000", "expected a wall, '1', or a cell, '0', for each of 2 × 2 cells, got 3 characters.")]
    [InlineData(2, 2, "0x00", "for each of 2 × 2 cells, got 4 characters with others among them.")]
    public void AnInvalidBoard_IsNamed(int width, int height, string walls, string message) =>
        Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => new Board(width, height, walls)).Message, StringComparison.Ordinal);

    [Fact]
    public void Neighbors_AreOnTheBoardAndNoWalls()
    {
        Board board = new(3, 2, "000010");

        Assert.Equal([-1, 2, -1, 0], Enumerable.Range(0, 4).Select(direction => board.Neighbor(1, (Direction)direction)));
        Assert.Equal([0, -1, -1, -1], Enumerable.Range(0, 4).Select(direction => board.Neighbor(3, (Direction)direction)));
    }

    [Fact]
    public void InvalidTypes_AreNamed()
    {
        UnitType[] types = [.. Enumerable.Range(0, UnitTypes.Count).Select(kind => UnitTypes.Standard[(UnitKind)kind])];

        Assert.StartsWith("expected 7 unit types, one for each kind, got 6.", Message(types[1..]), StringComparison.Ordinal);
        Assert.StartsWith(
            "Worker.AttackRange: expected a number from 0 to 3, got 4.",
            Message([.. types[..3], types[3] with { AttackRange = 4 }, .. types[4..]]),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Base.Produces: expected kinds of units, got 7.",
            Message([types[0], types[1] with { Produces = [(UnitKind)7] }, .. types[2..]]),
            StringComparison.Ordinal);

        static string Message(UnitType[] invalid) => Assert.Throws<ArgumentException>(() => new UnitTypes(invalid)).Message;
    }

    [Fact]
    public void AnUnknownMap_IsNamed() => Assert.StartsWith(
        "expected one of the maps basesWorkers8x8, ",
        Assert.Throws<ArgumentException>(() => Maps.Find("moon")).Message,
        StringComparison.Ordinal);
}
