using Masking.Training;

namespace Masking.Samples.Turret;

/// <summary>
/// The rules: a tank and a target on a map with walls. The tank drives from cell to cell, or turns its turret and shoots. The barrel is as
/// long as a cell is wide, and swings from the front of the tank to both sides until it meets a wall. A shell flies straight ahead until
/// it meets the target or a wall. The target drives at random.
/// </summary>
public sealed class Battlefield
{
    /// <summary>The number of rows and columns of the map.</summary>
    public const int Size = 8;

    /// <summary>The maximum number of steps of an episode.</summary>
    public const int MaxSteps = 30;

    /// <summary>The greatest angle of the turret to either side, in degrees.</summary>
    public const float MaxAngle = 180;

    private const double TargetRadius = 0.4;
    private const double ShellStep = 0.1;

    // A wall in front, beside or behind the tank stops the barrel at half a right angle before its center. A wall that is diagonally
    // adjacent stops it 15 degrees before its center, because the barrel only reaches the corner.
    private const float StraightMargin = 45;
    private const float DiagonalMargin = 15;

    private const string Map =
        """
        ....#...
        .#....#.
        .#.##...
        ......##
        ##.#....
        ...#....
        .#....#.
        ...#....
        """;

    private static readonly string[] Rows = Map.Split('\n', StringSplitOptions.TrimEntries);

    private static readonly Cell[] FreeCells =
    [
        .. from row in Enumerable.Range(0, Size) from column in Enumerable.Range(0, Size)
           let cell = new Cell(row, column) where IsFree(cell) select cell,
    ];

    /// <summary>The cells around the tank on its right side, from the one ahead to the one behind, and the angles to them.</summary>
    private static readonly (int Ahead, int Right, float Angle, float Margin)[] Surroundings =
    [
        (1, 1, 45, DiagonalMargin),
        (0, 1, 90, StraightMargin),
        (-1, 1, 135, DiagonalMargin),
        (-1, 0, 180, StraightMargin),
    ];

    /// <summary>The cell of the tank.</summary>
    public Cell Tank { get; private set; }

    /// <summary>The direction of the tank.</summary>
    public Heading Heading { get; private set; }

    /// <summary>The cell of the target.</summary>
    public Cell Target { get; private set; }

    /// <summary>The number of steps taken in this episode.</summary>
    public int Steps { get; private set; }

    /// <summary>The angle that was chosen for a shot in the last step; null if the tank did not shoot.</summary>
    public float? Shot { get; private set; }

    /// <summary>Whether the angle of the shot was not legal, so that the nearest legal angle was used.</summary>
    public bool IsClamped => Shot is { } shot && Arc is { } arc && !arc.Contains(shot);

    /// <summary>Whether the target is hit, which ends the episode.</summary>
    public bool IsHit { get; private set; }

    /// <summary>Whether the episode is over: the target is hit, or the time is up.</summary>
    public bool IsOver => IsHit || Steps == MaxSteps;

    /// <summary>The legal angles; null if a wall in front of the tank leaves no room for the barrel.</summary>
    public Arc? Arc => IsFree(Tank.Beside(Heading, ahead: 1, right: 0)) ? new Arc(-Swing(right: -1), Swing(right: 1)) : null;

    /// <summary>Returns whether a cell is on the map and contains no wall.</summary>
    /// <param name="cell">The cell.</param>
    public static bool IsFree(Cell cell) =>
        cell is { Row: >= 0 and < Size, Column: >= 0 and < Size } && Rows[cell.Row][cell.Column] == '.';

    /// <summary>Begins an episode with the tank and the target at random.</summary>
    /// <param name="random">The random numbers.</param>
    public void Reset(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int tank = random.Next(FreeCells.Length);
        int target = (tank + 1 + random.Next(FreeCells.Length - 1)) % FreeCells.Length;
        Place(FreeCells[tank], (Heading)random.Next(4), FreeCells[target]);
    }

    /// <summary>Begins an episode with a given position.</summary>
    /// <param name="tank">The cell of the tank.</param>
    /// <param name="heading">The direction of the tank.</param>
    /// <param name="target">The cell of the target.</param>
    public void Place(Cell tank, Heading heading, Cell target)
    {
        (Tank, Heading, Target) = (tank, heading, target);
        (Steps, Shot, IsHit) = (0, null, false);
    }

    /// <summary>Returns the angle to a cell.</summary>
    /// <param name="cell">The cell.</param>
    public double AngleTo(Cell cell)
    {
        double fromNorth = double.RadiansToDegrees(Math.Atan2(cell.Column - Tank.Column, Tank.Row - cell.Row));
        return Math.IEEERemainder(fromNorth - (90 * (int)Heading), 360);
    }

    /// <summary>Returns the distance to a cell.</summary>
    /// <param name="cell">The cell.</param>
    public double DistanceTo(Cell cell) => Distance((Tank.Row, Tank.Column), cell);

    /// <summary>Returns the cells that a shell flies through.</summary>
    /// <param name="angle">The angle.</param>
    public IEnumerable<Cell> Path(double angle) => Flight(angle).Select(CellAt).Distinct();

    /// <summary>Returns whether no wall is between the tank and a cell.</summary>
    /// <param name="cell">The cell.</param>
    public bool Sees(Cell cell) => Meets(AngleTo(cell), cell);

    /// <summary>Returns whether an order is legal.</summary>
    /// <param name="order">The order.</param>
    public bool IsLegal(Order order) => order switch
    {
        Order.Wait => true,
        Order.Shoot => Arc is not null,
        _ => IsFree(Ahead(order)) && Ahead(order) != Target,
    };

    /// <summary>Waits or drives, after which the target drives.</summary>
    /// <param name="order">A legal order other than <see cref="Order.Shoot"/>.</param>
    /// <param name="random">The random numbers.</param>
    public void Drive(Order order, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (order == Order.Shoot || !IsLegal(order))
        {
            throw new ArgumentException(
                $"expected to wait or to drive to a free cell, got {order}: pass the actions for the observation of this environment.",
                nameof(order));
        }

        if (order != Order.Wait)
        {
            (Tank, Heading) = (Ahead(order), Turned(order));
        }

        EndStep(shot: null, random);
    }

    /// <summary>Shoots. If the target is not hit, it drives.</summary>
    /// <param name="angle">The angle, which is clamped to the legal ones.</param>
    /// <param name="random">The random numbers.</param>
    public void Shoot(float angle, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Arc arc = Arc ?? throw new InvalidOperationException(
            "expected no shot, because a wall is in front of the tank: pass the actions for the observation of this environment.");
        IsHit = Meets(arc.Clamp(angle), Target);
        EndStep(angle, random);
    }

    /// <summary>Writes the mutable state of an episode that is not over.</summary>
    /// <param name="writer">The writer.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Array.IndexOf(FreeCells, Tank));
        writer.Write((int)Heading);
        writer.Write(Array.IndexOf(FreeCells, Target));
        writer.Write(Steps);
        writer.Write(Shot ?? float.NaN);
    }

    /// <summary>Reads the state written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Cell tank = FreeCells[reader.ReadInt32("the free cell of the tank", 0, FreeCells.Length - 1)];
        var heading = (Heading)reader.ReadInt32("the direction of the tank", 0, 3);
        Cell target = FreeCells[reader.ReadInt32("the free cell of the target", 0, FreeCells.Length - 1)];
        CheckpointException.Require(tank != target, "expected the tank and the target on two cells, got one");
        Place(tank, heading, target);
        Steps = reader.ReadInt32("steps of the episode", 0, MaxSteps - 1);
        float shot = reader.ReadSingle();
        bool isPossible = float.IsNaN(shot) || (Math.Abs(shot) <= MaxAngle && Arc is not null && Steps > 0);
        CheckpointException.Require(isPossible, "expected the angle of a shot, or NaN for none, got another number");
        Shot = float.IsNaN(shot) ? null : shot;
    }

    private void EndStep(float? shot, RandomNumbers random)
    {
        Shot = shot;
        Steps++;
        Cell next = Target.Beside((Heading)random.Next(4), ahead: 1, right: 0);
        if (!IsHit && IsFree(next) && next != Tank)
        {
            Target = next;
        }
    }

    /// <summary>How far the barrel swings to one side, to the right if <paramref name="right"/> is 1, to the left if it is -1.</summary>
    private float Swing(int right)
    {
        foreach ((int ahead, int beside, float angle, float margin) in Surroundings)
        {
            if (!IsFree(Tank.Beside(Heading, ahead, right * beside)))
            {
                return angle - margin;
            }
        }

        return MaxAngle;
    }

    private Heading Turned(Order drive) => (Heading)(((int)Heading + (drive - Order.Forward)) % 4);

    private Cell Ahead(Order drive) => Tank.Beside(Turned(drive), ahead: 1, right: 0);

    private bool Meets(double angle, Cell cell) => Flight(angle).Any(place => Distance(place, cell) <= TargetRadius);

    /// <summary>The places that a shell passes until it meets a wall or leaves the map.</summary>
    private IEnumerable<(double Row, double Column)> Flight(double angle)
    {
        (double east, double north) = Math.SinCos(double.DegreesToRadians(angle + (90 * (int)Heading)));
        return Enumerable
            .Range(1, int.MaxValue)
            .Select(i => (Tank.Row - (i * ShellStep * north), Tank.Column + (i * ShellStep * east)))
            .TakeWhile(place => IsFree(CellAt(place)));
    }

    private static Cell CellAt((double Row, double Column) place) => new((int)Math.Round(place.Row), (int)Math.Round(place.Column));

    private static double Distance((double Row, double Column) place, Cell cell) =>
        Math.Sqrt(Math.Pow(place.Row - cell.Row, 2) + Math.Pow(place.Column - cell.Column, 2));
}
