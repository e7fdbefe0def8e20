using Masking.Training;

namespace Masking.Samples.HiddenDanger;

/// <summary>
/// The rules. A panda searches a watermelon on 6×6 cells with a scorpion, a dragon and three trees. The watermelon has a reward of 1, the
/// scorpion and the dragon of -1, and each of them ends the episode. Only the panda moves. Each step has a reward of -0.01, and the episode
/// is truncated after 40 steps.
/// </summary>
public sealed class Board
{
    /// <summary>The number of rows and columns.</summary>
    public const int Size = 6;

    /// <summary>The number of entities: the panda, the watermelon, the scorpion, the dragon and three trees, in this order.</summary>
    public const int Entities = 7;

    /// <summary>The number of steps after which an episode is truncated.</summary>
    public const int MaxSteps = 40;

    /// <summary>The reward of every step.</summary>
    public const float StepReward = -0.01f;

    private const int Panda = (int)Kind.Panda;

    private static readonly Direction[] Directions = Enum.GetValues<Direction>();
    private static readonly Cell[] Cells = [.. Enumerable.Range(0, Size * Size).Select(place => new Cell(place / Size, place % Size))];

    private readonly Cell[] _places = Cells[..Entities];

    /// <summary>The number of steps taken in this episode.</summary>
    public int Steps { get; private set; }

    /// <summary>Returns the kind of an entity.</summary>
    /// <param name="entity">The index of the entity.</param>
    public static Kind KindOf(int entity) => (Kind)Math.Min(entity, (int)Kind.Tree);

    /// <summary>Returns the cell of an entity.</summary>
    /// <param name="entity">The index of the entity.</param>
    public Cell PlaceOf(int entity) => _places[entity];

    /// <summary>
    /// Begins an episode on a random board. The panda can reach the watermelon without crossing a tree, the scorpion or the dragon, and
    /// sees none of watermelon, scorpion and dragon.
    /// </summary>
    /// <param name="random">The random numbers. The number of draws does not depend on earlier episodes.</param>
    public void Reset(RandomNumbers random)
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
    /// <param name="places">The cell of each entity, by index.</param>
    /// <exception cref="ArgumentException">Two entities are on the same cell, an entity is outside of the board, or the watermelon cannot
    /// be reached.</exception>
    public void Reset(params ReadOnlySpan<Cell> places)
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
                "expected a watermelon that the panda can reach past trees, scorpion and dragon, got one that it cannot reach.",
                nameof(places)
            );
        }

        given.CopyTo(_places);
        Steps = 0;
    }

    /// <summary>
    /// Returns whether the panda can move in a direction: not off the board and not into a tree. At least one direction is always legal:
    /// the first step of the path to the watermelon, or the way back.
    /// </summary>
    /// <param name="direction">The direction.</param>
    public bool IsLegal(Direction direction)
    {
        Cell next = _places[Panda].Next(direction);
        return IsOnBoard(next) && !IsTree(next);
    }

    /// <summary>Takes a step. An illegal one does not move the panda, but counts as a step.</summary>
    /// <param name="direction">The direction.</param>
    public StepResult Move(Direction direction)
    {
        Steps++;
        if (IsLegal(direction))
        {
            _places[Panda] = _places[Panda].Next(direction);
        }

        return Array.IndexOf(_places, _places[Panda], Panda + 1) switch
        {
            (int)Kind.Watermelon => new StepResult(StepReward + 1, EpisodeStatus.Terminated),
            (int)Kind.Scorpion or (int)Kind.Dragon => new StepResult(StepReward - 1, EpisodeStatus.Terminated),
            _ => new StepResult(StepReward, Steps == MaxSteps ? EpisodeStatus.Truncated : EpisodeStatus.Running),
        };
    }

    /// <summary>Returns whether the panda sees a cell, that is, whether no tree is between.</summary>
    /// <param name="cell">The cell. A tree on the cell itself does not hide it.</param>
    public bool Sees(Cell cell) => LineOfSight.IsClear(_places[Panda], cell, IsTree);

    /// <summary>Returns whether the panda sees an entity. It always sees itself.</summary>
    /// <param name="entity">The index of the entity.</param>
    public bool Sees(int entity) => Sees(_places[entity]);

    /// <summary>Writes the mutable state.</summary>
    /// <param name="writer">The writer.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Steps);
        foreach (Cell place in _places)
        {
            writer.Write(Array.IndexOf(Cells, place));
        }
    }

    /// <summary>Reads the state written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int steps = reader.ReadInt32("steps of the episode", 0, MaxSteps - 1);
        Cell[] places = [.. Enumerable.Range(0, Entities).Select(_ => Cells[reader.ReadInt32("a cell", 0, Cells.Length - 1)])];
        CheckpointException.Require(
            places.Distinct().Count() == Entities && IsReachable(places),
            "expected entities on different cells and a watermelon that can be reached, got another board");
        places.CopyTo(_places, 0);
        Steps = steps;
    }

    private static bool IsOnBoard(Cell cell) => cell is { Row: >= 0 and < Size, Column: >= 0 and < Size };

    private static bool IsReachable(Cell[] places)
    {
        HashSet<Cell> visited = [.. places[(int)Kind.Scorpion..], places[Panda]];
        Queue<Cell> queue = new([places[Panda]]);
        while (queue.TryDequeue(out Cell cell))
        {
            foreach (Cell next in Directions.Select(cell.Next).Where(IsOnBoard).Where(visited.Add))
            {
                queue.Enqueue(next);
            }
        }

        return visited.Contains(places[(int)Kind.Watermelon]);
    }

    private bool IsTree(Cell cell) => _places.AsSpan((int)Kind.Tree).Contains(cell);

    private bool SeesMoreThanTrees() => Sees((int)Kind.Watermelon) || Sees((int)Kind.Scorpion) || Sees((int)Kind.Dragon);
}
