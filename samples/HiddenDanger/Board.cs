using Masking.Samples.Training;

namespace Masking.Samples.HiddenDanger;

/// <summary>
/// The rules: a panda on 6×6 cells looks for a watermelon, +1, among a scorpion, a dragon, both -1, and three trees. Each of the three ends
/// the episode; everything but the panda stays where it is. A step costs 0.01, and after 40 steps the episode is cut off.
/// </summary>
public sealed class Board
{
    /// <summary>Rows and columns.</summary>
    public const int Size = 6;

    /// <summary>The panda, the watermelon, the scorpion, the dragon and three trees, in this order.</summary>
    public const int Entities = 7;

    /// <summary>The steps after which an episode is cut off.</summary>
    public const int MostSteps = 40;

    /// <summary>What every step earns.</summary>
    public const float StepReward = -0.01f;

    private const int Panda = (int)Kind.Panda;

    private static readonly Direction[] Directions = Enum.GetValues<Direction>();
    private static readonly Cell[] Cells = [.. Enumerable.Range(0, Size * Size).Select(place => new Cell(place / Size, place % Size))];

    private readonly Cell[] _places = Cells[..Entities];

    /// <summary>Steps taken in this episode.</summary>
    public int Steps { get; private set; }

    /// <summary>What an entity is.</summary>
    /// <param name="entity">Its number.</param>
    public static Kind KindOf(int entity) => (Kind)Math.Min(entity, (int)Kind.Tree);

    /// <summary>Where an entity stands.</summary>
    /// <param name="entity">Its number.</param>
    public Cell PlaceOf(int entity) => _places[entity];

    /// <summary>
    /// Begins an episode on a random board, on which the panda can walk to the watermelon past trees and dangers, and sees none of
    /// watermelon, scorpion and dragon.
    /// </summary>
    /// <param name="random">Where the numbers come from; how many it takes does not depend on what was played.</param>
    public void Begin(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Cell[] cells = [.. Cells];
        do
        {
            random.Shuffle(cells.AsSpan());
            cells.AsSpan(0, Entities).CopyTo(_places);
        }
        while (SeesMoreThanTrees() || !IsReachable(_places));

        Steps = 0;
    }

    /// <summary>Begins an episode on a given board.</summary>
    /// <param name="places">Where each entity stands, by number.</param>
    /// <exception cref="ArgumentException">It is no board: two entities in one place, one beyond the border, or a watermelon that cannot be
    /// reached.</exception>
    public void Begin(params ReadOnlySpan<Cell> places)
    {
        Cell[] given = places.ToArray();
        if (given.Length != Entities || given.Distinct().Count(IsOnBoard) != Entities)
        {
            throw new ArgumentException(
                $"expected {Entities} different cells of a board of {Size}×{Size}, got {string.Join(", ", given)}.",
                nameof(places)
            );
        }

        if (!IsReachable(given))
        {
            throw new ArgumentException(
                "expected a watermelon that can be reached past trees and dangers, got one that cannot.",
                nameof(places)
            );
        }

        given.CopyTo(_places);
        Steps = 0;
    }

    /// <summary>
    /// Whether the panda can go there: not off the board and not into a tree. There always is somewhere to go, because the way to the
    /// watermelon begins somewhere, and whoever went a step can go back.
    /// </summary>
    /// <param name="direction">Where.</param>
    public bool IsLegal(Direction direction)
    {
        Cell next = _places[Panda].Next(direction);
        return IsOnBoard(next) && !IsTree(next);
    }

    /// <summary>Takes a step; an illegal one leads nowhere, and counts.</summary>
    /// <param name="direction">Where to.</param>
    public Outcome Go(Direction direction)
    {
        Steps++;
        if (IsLegal(direction))
        {
            _places[Panda] = _places[Panda].Next(direction);
        }

        return Array.IndexOf(_places, _places[Panda], Panda + 1) switch
        {
            (int)Kind.Watermelon => new Outcome(StepReward + 1, Ending.Over),
            (int)Kind.Scorpion or (int)Kind.Dragon => new Outcome(StepReward - 1, Ending.Over),
            _ => new Outcome(StepReward, Steps == MostSteps ? Ending.CutOff : Ending.None),
        };
    }

    /// <summary>Whether the panda sees a cell: no tree stands between.</summary>
    /// <param name="cell">The cell; what stands on it does not count.</param>
    public bool Sees(Cell cell) => LineOfSight.IsClear(_places[Panda], cell, IsTree);

    /// <summary>Whether the panda sees an entity. It sees itself.</summary>
    /// <param name="entity">Its number.</param>
    public bool Sees(int entity) => Sees(_places[entity]);

    /// <summary>Writes what changes.</summary>
    /// <param name="writer">Where.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Steps);
        foreach (Cell place in _places)
        {
            writer.Write(Array.IndexOf(Cells, place));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">From where.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int steps = reader.ReadNumber("steps of the episode", 0, MostSteps - 1);
        Cell[] places = [.. Enumerable.Range(0, Entities).Select(_ => Cells[reader.ReadNumber("a cell", 0, Cells.Length - 1)])];
        CheckpointException.Require(
            places.Distinct().Count() == Entities && IsReachable(places),
            "expected a watermelon that can be reached, and everyone on another cell, got another board");
        places.CopyTo(_places, 0);
        Steps = steps;
    }

    private static bool IsOnBoard(Cell cell) => cell is { Row: >= 0 and < Size, Column: >= 0 and < Size };

    private static bool IsReachable(Cell[] places)
    {
        HashSet<Cell> closed = [.. places[(int)Kind.Scorpion..], places[Panda]];
        Queue<Cell> open = new([places[Panda]]);
        while (open.TryDequeue(out Cell cell))
        {
            foreach (Cell next in Directions.Select(cell.Next).Where(IsOnBoard).Where(closed.Add))
            {
                open.Enqueue(next);
            }
        }

        return closed.Contains(places[(int)Kind.Watermelon]);
    }

    private bool IsTree(Cell cell) => _places.AsSpan((int)Kind.Tree).Contains(cell);

    private bool SeesMoreThanTrees() => Sees((int)Kind.Watermelon) || Sees((int)Kind.Scorpion) || Sees((int)Kind.Dragon);
}
