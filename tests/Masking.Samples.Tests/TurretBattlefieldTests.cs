using Masking.Samples.Turret;
using Masking.Training;

namespace Masking.Samples.Tests;

/// <remarks>The cells are those of the map in <see cref="Battlefield"/>, as row and column.</remarks>
public sealed class TurretBattlefieldTests(ITestOutputHelper output)
{
    private static readonly Cell FarAway = new(7, 0);

    [Theory]
    [InlineData(0, 0, Heading.East, -30, 30)]       // the edge of the map diagonally on the left, a wall diagonally on the right
    [InlineData(0, 3, Heading.South, -45, 120)]     // a wall on the left, the edge diagonally behind on the right
    [InlineData(3, 3, Heading.West, -45, 45)]       // walls on both sides
    [InlineData(4, 4, Heading.East, -135, 120)]     // a wall behind; seen from the right side, one diagonally behind comes first
    [InlineData(4, 5, Heading.East, -30, 180)]      // the only wall is diagonally ahead on the left
    [InlineData(4, 5, Heading.North, -180, 30)]
    [InlineData(4, 5, Heading.West, -180, 120)]
    [InlineData(5, 5, Heading.North, -180, 120)]
    public void TheBarrel_SwingsToTheNearestWallOnEachSide(int row, int column, Heading heading, float low, float high) =>
        Assert.Equal(new Arc(low, high), At(row, column, heading, FarAway).Arc);

    [Theory]
    [InlineData(0, 0, Heading.North)]
    [InlineData(0, 3, Heading.East)]
    [InlineData(3, 3, Heading.South)]
    public void WithAWallInFront_NoAngleIsLegal_AndNoShot(int row, int column, Heading heading)
    {
        Battlefield field = At(row, column, heading, FarAway);

        Assert.Null(field.Arc);
        Assert.False(field.IsLegal(Order.Shoot));
        Assert.Throws<InvalidOperationException>(() => field.Shoot(0, Random()));
        Assert.Equal(0, field.Steps);
    }

    /// <summary>The barrel touches a wall exactly if a cell that it passes, up to its length of one cell, contains one.</summary>
    [Fact]
    public void ExactlyWithinTheArc_TheBarrelPassesNoWall()
    {
        int arcs = 0;
        foreach ((int row, int column) in from row in Enumerable.Range(0, 8) from column in Enumerable.Range(0, 8) select (row, column))
        {
            foreach (Heading heading in Battlefield.IsFree(new Cell(row, column)) ? Enum.GetValues<Heading>() : [])
            {
                if (At(row, column, heading, FarAway).Arc is not { } arc)
                {
                    continue;
                }

                arcs++;
                Assert.All(Angles(arc.Low, arc.High), angle => Assert.False(Touches(row, column, heading, angle)));
                Assert.True(arc.Low == -180 || Touches(row, column, heading, arc.Low - 1));
                Assert.True(arc.High == 180 || Touches(row, column, heading, arc.High + 1));
            }
        }

        Assert.True(arcs > 50);
    }

    [Theory]
    [InlineData(2, 3, Heading.North, 0)]
    [InlineData(2, 4, Heading.North, 45)]
    [InlineData(3, 5, Heading.North, 90)]
    [InlineData(3, 1, Heading.North, -90)]
    [InlineData(3, 5, Heading.East, 0)]
    [InlineData(3, 5, Heading.South, -90)]
    [InlineData(4, 2, Heading.West, -45)]
    public void Angles_AreCountedClockwiseFromTheFront(int row, int column, Heading heading, double angle) =>
        Assert.Equal(angle, At(3, 3, heading, FarAway).AngleTo(new Cell(row, column)), 1e-9);

    /// <summary>A target has the radius 0.4: three cells ahead it extends over 7.7 degrees to each side.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(7, true)]
    [InlineData(-7, true)]
    [InlineData(9, false)]
    [InlineData(-9, false)]
    public void AShell_HitsWhatItMeets(float angle, bool isHit)
    {
        Battlefield field = At(0, 0, Heading.East, new Cell(0, 3));

        field.Shoot(angle, Random());

        Assert.Equal(isHit, field.IsHit);
        Assert.Equal((isHit, 1, angle, false), (field.IsOver, field.Steps, field.Shot, field.IsClamped));
    }

    [Fact]
    public void BehindAWall_ATargetIsNeitherSeenNorHit()
    {
        Battlefield field = At(0, 3, Heading.South, new Cell(3, 3));

        Assert.False(field.Sees(field.Target));
        Assert.Equal([new Cell(0, 3), new Cell(1, 3)], field.Path(0));
        field.Shoot(0, Random());
        Assert.False(field.IsHit);
    }

    /// <summary>The legal angles are -45° to 45°, and both targets are exactly at an end.</summary>
    [Theory]
    [InlineData(100, 2, 2, true)]
    [InlineData(100, 4, 2, false)]
    [InlineData(-180, 4, 2, true)]
    [InlineData(-46, 2, 2, false)]
    public void AnAngleThatIsNotLegal_IsClamped(float angle, int row, int column, bool isHit)
    {
        Battlefield field = At(3, 3, Heading.West, new Cell(row, column));

        field.Shoot(angle, Random());

        Assert.Equal((isHit, angle, true), (field.IsHit, field.Shot, field.IsClamped));
    }

    [Theory]
    [InlineData(Heading.North, Order.Forward, 3, 4, Heading.North)]
    [InlineData(Heading.North, Order.Right, 4, 5, Heading.East)]
    [InlineData(Heading.North, Order.Back, 5, 4, Heading.South)]
    [InlineData(Heading.North, Order.Wait, 4, 4, Heading.North)]
    [InlineData(Heading.East, Order.Left, 3, 4, Heading.North)]
    [InlineData(Heading.West, Order.Left, 5, 4, Heading.South)]
    public void TheTank_TurnsToWhereItDrives(Heading before, Order order, int row, int column, Heading after)
    {
        Battlefield field = At(4, 4, before, FarAway);

        field.Drive(order, Random());

        Assert.Equal((new Cell(row, column), after, 1), (field.Tank, field.Heading, field.Steps));
        Assert.Null(field.Shot);
    }

    [Fact]
    public void WallsAndTheTarget_AreNoWay()
    {
        Battlefield field = At(4, 4, Heading.North, new Cell(3, 4));

        Assert.Equal(
            [Order.Wait, Order.Right, Order.Back, Order.Shoot],
            Enum.GetValues<Order>().Where(field.IsLegal));
        foreach (Order order in new[] { Order.Forward, Order.Left, Order.Shoot })
        {
            Assert.Contains(
                $"got {order}", Assert.Throws<ArgumentException>(() => field.Drive(order, Random())).Message, StringComparison.Ordinal);
        }

        Assert.Equal((new Cell(4, 4), 0), (field.Tank, field.Steps));
    }

    [Fact]
    public void InRandomPlay_EverythingStaysOnFreeCells()
    {
        RandomNumbers random = Random();
        Battlefield field = new();
        HashSet<Cell> tanks = [];
        for (int episode = 0; episode < 200; episode++)
        {
            field.Reset(random);
            tanks.Add(field.Tank);
            while (!field.IsOver)
            {
                Cell target = field.Target;
                Order[] legal = [.. Enum.GetValues<Order>().Where(field.IsLegal)];
                Order order = legal[random.Next(legal.Length)];
                if (order == Order.Shoot)
                {
                    field.Shoot((float)(360 * random.Next()) - 180, random);
                }
                else
                {
                    field.Drive(order, random);
                }

                Assert.True(Battlefield.IsFree(field.Tank) && Battlefield.IsFree(field.Target) && field.Tank != field.Target);
                Assert.InRange(Math.Abs(target.Row - field.Target.Row) + Math.Abs(target.Column - field.Target.Column), 0, 1);
            }

            Assert.InRange(field.Steps, 1, Battlefield.MaxSteps);
        }

        Assert.True(tanks.Count > 30);
    }

    private RandomNumbers Random()
    {
        int seed = System.Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new RandomNumbers(seed, row: 0);
    }

    private static Battlefield At(int row, int column, Heading heading, Cell target)
    {
        Battlefield field = new();
        field.Place(new Cell(row, column), heading, target);
        return field;
    }

    /// <summary>Angles strictly between two others, every half degree.</summary>
    private static IEnumerable<double> Angles(double low, double high) =>
        Enumerable.Range(0, (int)((high - low) * 2)).Select(i => low + 0.25 + (0.5 * i));

    private static bool Touches(int row, int column, Heading heading, double angle)
    {
        double radians = Math.PI / 180 * (angle + (90 * (int)heading));
        return Enumerable.Range(1, 100).Any(i => !Battlefield.IsFree(new Cell(
            (int)Math.Round(row - (i * 0.01 * Math.Cos(radians))), (int)Math.Round(column + (i * 0.01 * Math.Sin(radians))))));
    }
}
