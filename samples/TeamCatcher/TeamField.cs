using System.Runtime.InteropServices;
using Masking.Samples.Training;

namespace Masking.Samples.TeamCatcher;

/// <summary>
/// The rules of the hunt: a team of agents catches targets on a board. A target is caught where two agents stand next to it, above, below,
/// left or right, and vanishes. All agents move at once, each into a cell that was free before; where several want the same cell, all of
/// these stay where they are. Targets stand still.
/// </summary>
public sealed class TeamField
{
    /// <summary>Rows and columns of the board.</summary>
    public const int Size = 8;

    /// <summary>Cells of the board, counted row by row.</summary>
    public const int Cells = Size * Size;

    /// <summary>Targets at the beginning of an episode.</summary>
    public const int Targets = 3;

    /// <summary>Planes of the map: agents, targets, the time left.</summary>
    public const int Planes = 3;

    /// <summary>Steps after which an episode is over, whatever was caught.</summary>
    public const int EpisodeSteps = 40;

    private const int LeastAgents = 3;
    private const int MostAgents = 6;
    private const int AgentsToCatch = 2;

    private static readonly Move[] Directions = [Move.Up, Move.Down, Move.Left, Move.Right];

    private readonly Content[] _board = new Content[Cells];

    private enum Content : byte
    {
        Free,
        Agent,
        Target,
    }

    /// <summary>Steps taken in this episode.</summary>
    public int Steps { get; private set; }

    /// <summary>Targets not yet caught.</summary>
    public int TargetsLeft => _board.Count(content => content == Content.Target);

    /// <summary>Whether the episode is over.</summary>
    public bool IsOver => Steps == EpisodeSteps || TargetsLeft == 0;

    /// <summary>Begins an episode with a number of agents that is drawn, everyone on a cell that is drawn.</summary>
    /// <param name="random">The random numbers.</param>
    public void Reset(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int agents = LeastAgents + random.Next(MostAgents - LeastAgents + 1);
        int[] cells = [.. Enumerable.Range(0, Cells)];
        random.Shuffle<int>(cells);
        Place(cells.AsSpan(0, agents), cells.AsSpan(agents, Targets));
    }

    /// <summary>Begins an episode in a given position.</summary>
    /// <param name="agents">The cells of the agents.</param>
    /// <param name="targets">The cells of the targets.</param>
    public void Place(ReadOnlySpan<int> agents, ReadOnlySpan<int> targets)
    {
        Array.Clear(_board);
        Steps = 0;
        foreach (int cell in agents)
        {
            _board[cell] = Content.Agent;
        }

        foreach (int cell in targets)
        {
            _board[cell] = Content.Target;
        }
    }

    /// <summary>Whether an agent stands on a cell.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsAgent(int cell) => _board[cell] == Content.Agent;

    /// <summary>Whether a target stands on a cell.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsTarget(int cell) => _board[cell] == Content.Target;

    /// <summary>Whether a target stands above, below, left or right of a cell.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsNextToTarget(int cell) => NextTo(cell, Content.Target) > 0;

    /// <summary>Whether the rules allow an agent a move: into a free cell of the board, or none.</summary>
    /// <param name="cell">Where the agent stands.</param>
    /// <param name="move">The move.</param>
    public bool IsLegal(int cell, Move move) => move == Move.Noop || (Neighbour(cell, move) is { } next && _board[next] == Content.Free);

    /// <summary>Moves all agents at once, and takes away the targets that are caught then.</summary>
    /// <param name="moves">A move for each cell, read where an agent stands. What the rules do not allow does nothing.</param>
    /// <returns>The number of targets caught.</returns>
    public int Step(ReadOnlySpan<Move> moves)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(moves.Length, Cells, nameof(moves));
        Steps++;
        List<(int From, int To)> ways = [];
        Span<int> wanted = stackalloc int[Cells];
        for (int cell = 0; cell < Cells; cell++)
        {
            if (IsAgent(cell) && IsLegal(cell, moves[cell]) && Neighbour(cell, moves[cell]) is { } next)
            {
                ways.Add((cell, next));
                wanted[next]++;
            }
        }

        foreach ((int from, int to) in ways)
        {
            if (wanted[to] == 1)
            {
                (_board[from], _board[to]) = (Content.Free, Content.Agent);
            }
        }

        return Catch();
    }

    /// <summary>Writes what changes.</summary>
    /// <param name="writer">Where.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Steps);
        writer.Write(MemoryMarshal.AsBytes(_board.AsSpan()));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">From where.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Steps = reader.ReadNumber("steps of the episode", 0, EpisodeSteps - 1);
        reader.ReadExactly(MemoryMarshal.AsBytes(_board.AsSpan()));
        CheckpointException.Require(_board.All(Enum.IsDefined), "expected free cells, agents and targets, got something else");
    }

    private int Catch()
    {
        int[] caught = [.. Enumerable.Range(0, Cells).Where(cell => IsTarget(cell) && NextTo(cell, Content.Agent) >= AgentsToCatch)];
        foreach (int cell in caught)
        {
            _board[cell] = Content.Free;
        }

        return caught.Length;
    }

    private int NextTo(int cell, Content content) =>
        Directions.Count(direction => Neighbour(cell, direction) is { } next && _board[next] == content);

    /// <summary>The cell in a direction; null beyond the board, and for <see cref="Move.Noop"/>.</summary>
    private static int? Neighbour(int cell, Move direction)
    {
        (int row, int column) = Math.DivRem(cell, Size);
        return direction switch
        {
            Move.Up when row > 0 => cell - Size,
            Move.Down when row < Size - 1 => cell + Size,
            Move.Left when column > 0 => cell - 1,
            Move.Right when column < Size - 1 => cell + 1,
            _ => null,
        };
    }
}
