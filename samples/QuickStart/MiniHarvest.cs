using Masking.Samples.Training;

namespace Masking.Samples.QuickStart;

/// <summary>
/// A worker carries a resource to its base, one load after the other: +1 for each harvest and +1 for each return, for 64 steps.
/// An action that the rules do not allow does nothing.
/// </summary>
/// <remarks>
/// After the harvest task of Huang and Ontañón 2020, "A Closer Look at Invalid Action Masking in Policy Gradient Algorithms". The
/// resource is in the corner at row 0, column 0, and the worker begins south of it; the base is at row 2, column 1; an enemy base
/// and an enemy worker stand in the opposite corner. A load takes four steps and earns two, so 32 is the best return.
/// </remarks>
public sealed class MiniHarvest : IEnvironments<HarvestPolicy.Observation, HarvestPolicy.Actions>
{
    /// <summary>Steps in an episode.</summary>
    public const int EpisodeSteps = 64;

    /// <summary>What a perfect worker earns in an episode.</summary>
    public const int BestReturn = 32;

    /// <summary>Rows and columns of the board.</summary>
    public const int Size = 8;

    private const int WorkerPlane = 4;
    private const int CarryingPlane = 5;

    private static readonly Order[] Orders = Enum.GetValues<Order>();

    private readonly HarvestPolicy.Batch _batch;
    private readonly bool _isMasked;
    private readonly Content[,] _board = new Content[Size, Size];
    private readonly Worker[] _workers;

    /// <summary>Environments that are all at the beginning of an episode.</summary>
    /// <param name="count">How many.</param>
    /// <param name="masked">Whether observations say which actions are legal; if not, the masks are null.</param>
    public MiniHarvest(int count, bool masked = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _board[0, 0] = Content.Resource;
        _board[2, 1] = Content.Base;
        _board[Size - 1, Size - 2] = Content.EnemyBase;
        _board[Size - 1, Size - 1] = Content.EnemyWorker;
        _batch = new HarvestPolicy.Batch(count);
        _isMasked = masked;
        _workers = [.. Enumerable.Range(0, count).Select(_ => new Worker())];
        for (int environment = 0; environment < count; environment++)
        {
            Show(environment);
        }
    }

    private enum Content
    {
        Free,
        Resource,
        Base,
        EnemyBase,
        EnemyWorker,
    }

    private enum Deed
    {
        Move,
        Harvest,
        Return,
    }

    /// <inheritdoc/>
    public int Count => _workers.Length;

    /// <inheritdoc/>
    public HarvestPolicy.Observation Observe() =>
        _isMasked ? _batch.Observation : _batch.Observation with { SourceMask = null, OrderMask = null };

    /// <inheritdoc/>
    public StepResult Step(HarvestPolicy.Actions actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        float[] rewards = new float[Count];
        bool[] dones = new bool[Count];
        List<double> finished = [];
        for (int environment = 0; environment < Count; environment++)
        {
            Worker worker = _workers[environment];
            if (actions.SourceAt(environment) == (worker.Row * Size) + worker.Column)
            {
                rewards[environment] = Obey(worker, actions.OrderAt(environment));
            }

            worker.Earned += rewards[environment];
            worker.Steps++;
            if (worker.Steps == EpisodeSteps)
            {
                dones[environment] = true;
                finished.Add(worker.Earned);
                _workers[environment] = new Worker();
            }

            Show(environment);
        }

        return new StepResult(rewards, dones, finished);
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose() => _batch.Dispose();

    /// <summary>Carries an order out, if the rules allow it.</summary>
    /// <returns>The reward.</returns>
    private int Obey(Worker worker, Order order)
    {
        if (order == Order.Noop || !IsLegal(worker, order))
        {
            return 0;
        }

        (Deed deed, int row, int column) = Meaning(worker, order);
        if (deed == Deed.Move)
        {
            (worker.Row, worker.Column) = (row, column);
            return 0;
        }

        worker.IsCarrying = deed == Deed.Harvest;
        return 1;
    }

    private bool IsLegal(Worker worker, Order order)
    {
        if (order == Order.Noop)
        {
            return true;
        }

        (Deed deed, int row, int column) = Meaning(worker, order);
        if (row < 0 || row >= Size || column < 0 || column >= Size)
        {
            return false;
        }

        return deed switch
        {
            Deed.Move => _board[row, column] == Content.Free,
            Deed.Harvest => _board[row, column] == Content.Resource && !worker.IsCarrying,
            _ => _board[row, column] == Content.Base && worker.IsCarrying,
        };
    }

    /// <summary>What an order other than noop does, and to which cell: each deed has one order for every direction.</summary>
    private static (Deed Deed, int Row, int Column) Meaning(Worker worker, Order order)
    {
        ReadOnlySpan<(int Down, int Right)> directions = [(-1, 0), (0, 1), (1, 0), (0, -1)];
        (int deed, int direction) = Math.DivRem((int)order - (int)Order.MoveNorth, directions.Length);
        (int down, int right) = directions[direction];
        return ((Deed)deed, worker.Row + down, worker.Column + right);
    }

    private void Show(int environment)
    {
        Worker worker = _workers[environment];
        _batch.Clear(environment);
        for (int cell = 0; cell < Size * Size; cell++)
        {
            if (_board[cell / Size, cell % Size] is not Content.Free and Content content)
            {
                _batch.Map(environment, (int)content - 1)[cell] = 1;
            }
        }

        int at = (worker.Row * Size) + worker.Column;
        _batch.Map(environment, WorkerPlane)[at] = 1;
        _batch.Map(environment, CarryingPlane)[at] = worker.IsCarrying ? 1 : 0;
        _batch.SourceMask(environment).AllowOnly(at);
        MaskSpan<Order> orders = _batch.OrderMask(environment);
        foreach (Order order in Orders)
        {
            orders[order] = IsLegal(worker, order);
        }
    }

    private sealed class Worker
    {
        public int Row { get; set; } = 1;

        public int Column { get; set; }

        public bool IsCarrying { get; set; }

        public int Steps { get; set; }

        public double Earned { get; set; }
    }
}
