using Masking.Samples.Training;

namespace Masking.Samples.QuickStart;

/// <summary>
/// The rules of MiniHarvest on a board of any size: a worker carries a resource to its base, one load after the other, +1 for each harvest
/// and +1 for each return, for 64 steps. What the rules do not allow does nothing.
/// </summary>
/// <remarks>
/// After the harvest task of Huang and Ontañón 2020, "A Closer Look at Invalid Action Masking in Policy Gradient Algorithms". The
/// resource is in the corner at row 0, column 0, and the worker begins south of it; the base is at row 2, column 1; an enemy base
/// and an enemy worker stand in the opposite corner. A load takes four steps and earns two, so 32 is the best return.
/// </remarks>
public sealed class HarvestField
{
    /// <summary>Steps in an episode.</summary>
    public const int EpisodeSteps = 64;

    /// <summary>What a perfect worker earns in an episode.</summary>
    public const int BestReturn = 32;

    /// <summary>Planes of the map: resource, base, enemy base, enemy worker, worker, worker with full hands.</summary>
    public const int Planes = 6;

    private const int WorkerPlane = 4;
    private const int CarryingPlane = 5;
    private const int LeastSize = 4;

    private readonly Content[] _board;

    /// <summary>A field at the beginning of an episode.</summary>
    /// <param name="size">Rows and columns; at least 4.</param>
    public HarvestField(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, LeastSize);
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

    /// <summary>Rows and columns.</summary>
    public int Size { get; }

    /// <summary>Where the own base stands, counted row by row.</summary>
    public int BaseCell => (2 * Size) + 1;

    /// <summary>Where the worker stands, counted row by row.</summary>
    public int WorkerCell { get; private set; }

    /// <summary>Whether its hands are full.</summary>
    public bool IsCarrying { get; private set; }

    /// <summary>Steps taken in this episode.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the episode is over.</summary>
    public bool IsOver => Steps == EpisodeSteps;

    /// <summary>Begins an episode.</summary>
    public void Reset() => (WorkerCell, IsCarrying, Steps) = (Size, false, 0);

    /// <summary>Whether the rules allow the worker something.</summary>
    /// <param name="deed">What.</param>
    /// <param name="direction">Where to; not read for <see cref="Deed.Noop"/>.</param>
    public bool IsLegal(Deed deed, Direction direction) => deed == Deed.Noop || (Neighbour(direction) is { } cell && deed switch
    {
        Deed.Move => _board[cell] == Content.Free,
        Deed.Harvest => _board[cell] == Content.Resource && !IsCarrying,
        _ => _board[cell] == Content.Base && IsCarrying,
    });

    /// <summary>Takes a step of the episode.</summary>
    /// <param name="cell">Who is ordered: only the worker does anything.</param>
    /// <param name="deed">What.</param>
    /// <param name="direction">Where to; not read for <see cref="Deed.Noop"/>.</param>
    /// <returns>What it earned: 1 or 0.</returns>
    public int Order(int cell, Deed deed, Direction direction)
    {
        Steps++;
        if (cell != WorkerCell || deed == Deed.Noop || !IsLegal(deed, direction))
        {
            return 0;
        }

        if (deed == Deed.Move)
        {
            WorkerCell = Neighbour(direction)!.Value;
            return 0;
        }

        IsCarrying = deed == Deed.Harvest;
        return 1;
    }

    /// <summary>Writes a plane of the map, row by row.</summary>
    /// <param name="plane">Which one.</param>
    /// <param name="map">Its numbers, which are 0.</param>
    public void Show(int plane, Span<float> map)
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

    /// <summary>The board, a letter a cell: the worker is w, and W with full hands.</summary>
    public string Draw()
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

    /// <summary>Writes what changes.</summary>
    /// <param name="writer">Where.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(WorkerCell);
        writer.Write(IsCarrying);
        writer.Write(Steps);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">From where.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        int worker = reader.ReadNumber("the worker's cell", 0, _board.Length - 1);
        CheckpointException.Require(_board[worker] == Content.Free, $"expected the worker on a free cell, got cell {worker}");
        (WorkerCell, IsCarrying, Steps) = (worker, reader.ReadBoolean(), reader.ReadNumber("steps of the episode", 0, EpisodeSteps - 1));
    }

    /// <summary>The cell next to the worker; null beyond the board.</summary>
    private int? Neighbour(Direction direction)
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
