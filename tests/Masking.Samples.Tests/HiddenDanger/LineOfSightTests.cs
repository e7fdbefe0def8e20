using Masking.Samples.HiddenDanger;

namespace Masking.Samples.Tests;

public sealed class LineOfSightTests
{
    private static readonly Cell[] Cells = [.. Enumerable.Range(0, 36).Select(place => new Cell(place / 6, place % 6))];

    [Theory]
    [InlineData(0, 0, 0, 5, "0,3", false)]
    [InlineData(0, 0, 0, 5, "1,3", true)]
    [InlineData(0, 0, 5, 0, "1,0", false)]
    [InlineData(0, 0, 3, 3, "2,2", false)]
    [InlineData(0, 0, 1, 3, "0,1", false)]
    [InlineData(0, 0, 1, 3, "1,2", false)]
    [InlineData(0, 0, 1, 3, "0,2", true)]
    [InlineData(0, 0, 1, 3, "1,1", true)]
    [InlineData(0, 0, 1, 2, "0,1", false)]
    [InlineData(0, 0, 1, 2, "1,1", false)]
    [InlineData(2, 1, 4, 5, "3,3", false)]
    public void ATree_HidesWhatIsBehindIt(int row, int column, int otherRow, int otherColumn, string tree, bool isClear) =>
        Assert.Equal(isClear, IsClear(new(row, column), new(otherRow, otherColumn), At(tree)));

    [Fact]
    public void PastOneCorner_ItIsSeen_AndNotBetweenTwo()
    {
        Assert.True(IsClear(new(0, 0), new(1, 1), At("0,1")));
        Assert.True(IsClear(new(0, 0), new(1, 1), At("1,0")));
        Assert.False(IsClear(new(0, 0), new(1, 1), At("0,1"), At("1,0")));
        Assert.False(IsClear(new(0, 0), new(2, 2), At("1,2"), At("2,1")));
        Assert.True(IsClear(new(0, 0), new(2, 2), At("0,1"), At("2,1")));
    }

    [Fact]
    public void TheEnds_HideNothing()
    {
        foreach (Cell cell in Cells)
        {
            Assert.True(IsClear(cell, cell, cell));
            Assert.True(IsClear(new(2, 3), cell, new(2, 3), cell));
        }
    }

    [Fact]
    public void ACell_IsInTheWay_WhereTheStraightLinePassesThroughIt()
    {
        foreach (Cell from in Cells)
        {
            foreach (Cell to in Cells)
            {
                foreach (Cell tree in Cells.Where(cell => cell != from && cell != to))
                {
                    // The tree blocks the line if the distance of its centre from the line is less than half the width of its cell across
                    // the line. Both sides are multiplied by twice the length of the line.
                    Cell line = to - from;
                    Cell side = tree - from;
                    bool isBetween = IsWithin(tree.Row, from.Row, to.Row) && IsWithin(tree.Column, from.Column, to.Column);
                    bool isMet =
                        2 * Math.Abs((line.Row * side.Column) - (line.Column * side.Row)) < Math.Abs(line.Row) + Math.Abs(line.Column);

                    Assert.True(IsClear(from, to, tree) == !(isBetween && isMet), $"from {from} to {to}, tree {tree}");
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void WhoeverSees_IsSeen(int seed)
    {
        Random random = new(seed);
        int hidden = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            Cell[] trees = random.GetItems(Cells, 8);
            foreach (Cell from in Cells)
            {
                foreach (Cell to in Cells)
                {
                    bool isClear = IsClear(from, to, trees);
                    hidden += isClear ? 0 : 1;
                    Assert.Equal(isClear, IsClear(to, from, trees));
                }
            }
        }

        Assert.InRange(hidden, 1000, int.MaxValue);
    }

    private static bool IsWithin(int number, int one, int other) => number >= Math.Min(one, other) && number <= Math.Max(one, other);

    private static Cell At(string place) => new(place[0] - '0', place[2] - '0');

    private static bool IsClear(Cell from, Cell to, params Cell[] trees) => LineOfSight.IsClear(from, to, trees.Contains);
}
