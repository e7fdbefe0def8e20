using Masking.Training;

namespace Masking.Samples.QuickStart;

/// <summary>
/// The rules of MiniHarvest on a board of any size. A worker carries resources to its base for 64 steps. The reward is 1 for each harvest
/// and 1 for each return. Illegal actions have no effect.
/// </summary>
/// <remarks>
/// After the harvest task of Huang and Ontañón 2020, "A Closer Look at Invalid Action Masking in Policy Gradient Algorithms". The
/// resource is in the corner at row 0, column 0, and the worker starts south of it. The base is at row 2, column 1. An enemy base and an
/// enemy worker stand in the opposite corner. Each load takes four steps and earns a reward of 2, so the highest possible return is 32.
/// </remarks>
public sealed class HarvestField
{
    /// <summary>The number of steps of an episode.</summary>
    public const int EpisodeSteps = 64;

    /// <summary>The highest possible return of an episode.</summary>
    public const int BestReturn = 32;

    /// <summary>The number of planes of the map: resource, base, enemy base, enemy worker, worker, worker carrying a resource.</summary>
    public const int Planes = 6;

    private const int WorkerPlane = 4;
    private const int CarryingPlane = 5;
    private const int MinSize = 4;

    private readonly Content[] _board;

    /// <summary>Creates a field at the beginning of an episode.</summary>
    /// <param name="size">The number of rows and columns; at least 4.</param>
    public HarvestField(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, MinSize);
        Size = size;
        _board = new Content[size * size];
        _board[0] = Content.Resource;
        _board[BaseCell] = Content.Base;
        _board[^2] = Content.EnemyBase;
        _board[^1] = Content.EnemyWorker;
        Reset();
    }

    private enum Content
    {
        Free,
        Resource,
        Base,
        EnemyBase,
        EnemyWorker,
    }

    /// <summary>The number of rows and columns.</summary>
    public int Size { get; }

    /// <summary>The cell of the base, counted row by row.</summary>
    public int BaseCell => (2 * Size) + 1;

    /// <summary>The cell of the worker, counted row by row.</summary>
    public int WorkerCell { get; private set; }

    /// <summary>Whether the worker carries a resource.</summary>
    public bool IsCarrying { get; private set; }

    /// <summary>The number of steps taken in this episode.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the episode is over.</summary>
    public bool IsOver => Steps == EpisodeSteps;

    /// <summary>Begins an episode.</summary>
    public void Reset() => (WorkerCell, IsCarrying, Steps) = (Size, false, 0);

    /// <summary>Returns whether an action of the worker is legal.</summary>
    /// <param name="type">The type of the action.</param>
    /// <param name="direction">The direction; ignored for <see cref="ActionType.Noop"/>.</param>
    public bool IsLegal(ActionType type, Direction direction) => type == ActionType.Noop || (Neighbor(direction) is { } cell && type switch
    {
        ActionType.Move => _board[cell] == Content.Free,
        ActionType.Harvest => _board[cell] == Content.Resource && !IsCarrying,
        _ => _board[cell] == Content.Base && IsCarrying,
    });

    /// <summary>Takes a step.</summary>
    /// <param name="cell">The cell of the unit that acts. Any cell but that of the worker has no effect.</param>
    /// <param name="type">The type of the action.</param>
    /// <param name="direction">The direction; ignored for <see cref="ActionType.Noop"/>.</param>
    /// <returns>The reward: 1 or 0.</returns>
    public int Step(int cell, ActionType type, Direction direction)
    {
        Steps++;
        if (cell != WorkerCell || type == ActionType.Noop || !IsLegal(type, direction))
        {
            return 0;
        }

        if (type == ActionType.Move)
        {
            WorkerCell = Neighbor(direction)!.Value;
            return 0;
        }

        IsCarrying = type == ActionType.Harvest;
        return 1;
    }

    /// <summary>Writes a plane of the map, row by row.</summary>
    /// <param name="plane">The index of the plane.</param>
    /// <param name="map">The cells of the plane, which must be 0.</param>
    public void WritePlane(int plane, Span<float> map)
    {
        if (plane < WorkerPlane)
        {
            map[Array.IndexOf(_board, (Content)(plane + 1))] = 1;
        }
        else
        {
            map[WorkerCell] = plane == CarryingPlane && !IsCarrying ? 0 : 1;
        }
    }

    /// <summary>Renders the board with a letter for each cell. The worker is w, or W if it carries a resource.</summary>
    public string Render()
    {
        char[] cells = [.. _board.Select(content => content switch
        {
            Content.Free => '.',
            Content.Resource => 'R',
            Content.Base => 'B',
            Content.EnemyBase => 'e',
            _ => 'x',
        })];
        cells[WorkerCell] = IsCarrying ? 'W' : 'w';
        return string.Join('\n', cells.Chunk(Size).Select(row => string.Join(' ', row))) + $"\nstep {Steps} of {EpisodeSteps}";
    }

    /// <summary>Writes the mutable state.</summary>
    /// <param name="writer">The writer.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(WorkerCell);
        writer.Write(IsCarrying);
        writer.Write(Steps);
    }

    /// <summary>Reads the state written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int worker = reader.ReadInt32("the worker's cell", 0, _board.Length - 1);
        CheckpointException.Require(_board[worker] == Content.Free, $"expected the worker on a free cell, got cell {worker}");
        (WorkerCell, IsCarrying, Steps) = (worker, reader.ReadBoolean(), reader.ReadInt32("steps of the episode", 0, EpisodeSteps - 1));
    }

    /// <summary>The cell next to the worker; null if it is outside of the board.</summary>
    private int? Neighbor(Direction direction)
    {
        (int row, int column) = Math.DivRem(WorkerCell, Size);
        (row, column) = direction switch
        {
            Direction.North => (row - 1, column),
            Direction.East => (row, column + 1),
            Direction.South => (row + 1, column),
            _ => (row, column - 1),
        };
        return row >= 0 && row < Size && column >= 0 && column < Size ? (row * Size) + column : null;
    }
}
