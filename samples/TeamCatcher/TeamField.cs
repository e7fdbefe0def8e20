using System.Runtime.InteropServices;
using Masking.Training;

namespace Masking.Samples.TeamCatcher;

/// <summary>
/// The rules of TeamCatcher. A team of agents catches targets on a board. A target is caught and removed when at least two agents are
/// adjacent to it (above, below, left or right). All agents move at the same time, each to an adjacent cell that is free before the step.
/// If several agents choose the same cell, none of them moves. Targets do not move.
/// </summary>
public sealed class TeamField
{
    /// <summary>The number of rows and columns of the board.</summary>
    public const int Size = 8;

    /// <summary>The number of cells of the board. Cells are counted row by row.</summary>
    public const int Cells = Size * Size;

    /// <summary>The number of targets at the beginning of an episode.</summary>
    public const int Targets = 3;

    /// <summary>The number of planes of the map: agents, targets, and the time left.</summary>
    public const int Planes = 3;

    /// <summary>The maximum number of steps of an episode.</summary>
    public const int EpisodeSteps = 40;

    private const int MinAgents = 3;
    private const int MaxAgents = 6;
    private const int AgentsToCatch = 2;

    private static readonly Move[] Directions = [Move.Up, Move.Down, Move.Left, Move.Right];

    private readonly Content[] _board = new Content[Cells];

    private enum Content : byte
    {
        Free,
        Agent,
        Target,
    }

    /// <summary>The number of steps taken in this episode.</summary>
    public int Steps { get; private set; }

    /// <summary>The number of targets not caught yet.</summary>
    public int TargetsLeft => _board.Count(content => content == Content.Target);

    /// <summary>Whether the episode is over.</summary>
    public bool IsOver => Steps == EpisodeSteps || TargetsLeft == 0;

    /// <summary>Begins an episode with a random number of agents, with agents and targets on random cells.</summary>
    /// <param name="random">The random numbers.</param>
    public void Reset(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int agents = MinAgents + random.Next(MaxAgents - MinAgents + 1);
        int[] cells = [.. Enumerable.Range(0, Cells)];
        random.Shuffle<int>(cells);
        Place(cells.AsSpan(0, agents), cells.AsSpan(agents, Targets));
    }

    /// <summary>Begins an episode with a given position.</summary>
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

    /// <summary>Returns whether an agent is on a cell.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsAgent(int cell) => _board[cell] == Content.Agent;

    /// <summary>Returns whether a target is on a cell.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsTarget(int cell) => _board[cell] == Content.Target;

    /// <summary>Returns whether a target is above, below, left or right of a cell.</summary>
    /// <param name="cell">The cell.</param>
    public bool IsNextToTarget(int cell) => CountAdjacent(cell, Content.Target) > 0;

    /// <summary>Returns whether a move is legal: no move, or a move to a free cell of the board.</summary>
    /// <param name="cell">The cell of the agent.</param>
    /// <param name="move">The move.</param>
    public bool IsLegal(int cell, Move move) => move == Move.Noop || (Neighbor(cell, move) is { } next && _board[next] == Content.Free);

    /// <summary>Moves all agents at the same time, and removes the targets that are then caught.</summary>
    /// <param name="moves">A move for each cell; moves of cells without an agent and illegal moves are ignored.</param>
    /// <returns>The number of targets caught.</returns>
    public int Step(ReadOnlySpan<Move> moves)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(moves.Length, Cells, nameof(moves));
        Steps++;
        List<(int From, int To)> agentMoves = [];
        Span<int> agentsPerCell = stackalloc int[Cells];
        for (int cell = 0; cell < Cells; cell++)
        {
            if (IsAgent(cell) && IsLegal(cell, moves[cell]) && Neighbor(cell, moves[cell]) is { } next)
            {
                agentMoves.Add((cell, next));
                agentsPerCell[next]++;
            }
        }

        foreach ((int from, int to) in agentMoves)
        {
            if (agentsPerCell[to] == 1)
            {
                (_board[from], _board[to]) = (Content.Free, Content.Agent);
            }
        }

        return RemoveCaughtTargets();
    }

    /// <summary>Writes the mutable state.</summary>
    /// <param name="writer">The writer.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Steps);
        writer.Write(MemoryMarshal.AsBytes(_board.AsSpan()));
    }

    /// <summary>Reads the state written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Steps = reader.ReadInt32("steps of the episode", 0, EpisodeSteps - 1);
        reader.ReadExactly(MemoryMarshal.AsBytes(_board.AsSpan()));
        CheckpointException.Require(_board.All(Enum.IsDefined), "expected free cells, agents and targets, got something else");
    }

    private int RemoveCaughtTargets()
    {
        int[] caught = [.. Enumerable.Range(0, Cells).Where(cell => IsTarget(cell) && CountAdjacent(cell, Content.Agent) >= AgentsToCatch)];
        foreach (int cell in caught)
        {
            _board[cell] = Content.Free;
        }

        return caught.Length;
    }

    private int CountAdjacent(int cell, Content content) =>
        Directions.Count(direction => Neighbor(cell, direction) is { } next && _board[next] == content);

    /// <summary>The adjacent cell in a direction; null outside of the board and for <see cref="Move.Noop"/>.</summary>
    private static int? Neighbor(int cell, Move direction)
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
