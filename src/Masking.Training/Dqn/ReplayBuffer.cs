using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>A replay buffer: the most recent transitions of several environments.</summary>
/// <remarks>
/// Each step takes two calls: <see cref="Add"/> before the environments step, and <see cref="AddOutcome"/> after. All tensors are copied,
/// because environments overwrite the memory of their observation when they step.
/// </remarks>
/// <typeparam name="TObservation">The observation of the network.</typeparam>
/// <typeparam name="TActions">The actions of the network.</typeparam>
public sealed class ReplayBuffer<TObservation, TActions> : ICheckpointable, IDisposable
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private readonly int _environments;
    private readonly int _capacity;
    private readonly float[] _rewards;
    private readonly float[] _nonTerminal;
    private readonly ReplayColumn[] _observations;
    private readonly ReplayColumn[] _actions;
    private readonly ReplayColumn[] _nextObservations;
    private int _position;

    /// <summary>Creates an empty replay buffer.</summary>
    /// <param name="capacity">The number of transitions, rounded up to a multiple of the number of environments.</param>
    /// <param name="environments">The number of environments, which are the rows of each step.</param>
    /// <param name="observation">An example of the observations that will be added: the same members, shapes and element types.</param>
    /// <param name="actions">An example of the actions that will be added.</param>
    public ReplayBuffer(int capacity, int environments, TObservation observation, TActions actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(environments);
        _environments = environments;
        _capacity = (capacity + environments - 1) / environments * environments;
        _rewards = new float[_capacity];
        _nonTerminal = new float[_capacity];
        _observations = Columns(observation.ToTensors());
        _actions = Columns(actions.ToTensors());
        _nextObservations = Columns(observation.ToTensors());
    }

    /// <summary>The number of stored transitions.</summary>
    public int Count { get; private set; }

    private IEnumerable<ReplayColumn> AllColumns => _observations.Concat(_actions).Concat(_nextObservations);

    /// <summary>Adds the observations and actions of a step.</summary>
    /// <param name="observation">The observation of all environments before the step.</param>
    /// <param name="actions">The actions of all environments.</param>
    public void Add(TObservation observation, TActions actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(actions);
        Store(_observations, observation.ToTensors());
        Store(_actions, actions.ToTensors());
    }

    /// <summary>Adds the outcome of the step whose observations and actions were added last.</summary>
    /// <param name="rewards">The reward of each environment.</param>
    /// <param name="nonTerminal">Whether the next state of each environment is not terminal.</param>
    /// <param name="nextObservation">The observation of all environments after the step.</param>
    public void AddOutcome(ReadOnlySpan<float> rewards, ReadOnlySpan<bool> nonTerminal, TObservation nextObservation)
    {
        ArgumentNullException.ThrowIfNull(nextObservation);
        Store(_nextObservations, nextObservation.ToTensors());
        rewards.CopyTo(_rewards.AsSpan(_position, _environments));
        for (int row = 0; row < _environments; row++)
        {
            _nonTerminal[_position + row] = nonTerminal[row] ? 1 : 0;
        }

        _position = (_position + _environments) % _capacity;
        Count = Math.Min(Count + _environments, _capacity);
    }

    /// <summary>
    /// Samples transitions uniformly with replacement. The tensors are attached to the caller's dispose scope.
    /// </summary>
    /// <param name="count">The number of transitions.</param>
    /// <param name="stream">The random stream; the method takes one step of it.</param>
    public Transitions<TObservation, TActions> Sample(int count, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RandomDraw draw = stream.Next();
        long[] rows = [.. Enumerable.Range(0, count).Select(i => (long)(draw.Uniform(i, 0, 0) * Count))];
        using DisposeScope scope = NewDisposeScope();
        Tensor indices = tensor(rows);
        Tensor rewards = tensor(Array.ConvertAll(rows, row => _rewards[row]));
        Tensor nonTerminal = tensor(Array.ConvertAll(rows, row => _nonTerminal[row]));
        return new Transitions<TObservation, TActions>(
            TObservation.FromTensors(Select(_observations)).MoveToOuterDisposeScope(),
            TActions.FromTensors(Select(_actions)).MoveToOuterDisposeScope(),
            rewards.MoveToOuterDisposeScope(),
            nonTerminal.MoveToOuterDisposeScope(),
            TObservation.FromTensors(Select(_nextObservations)).MoveToOuterDisposeScope());

        Tensor?[] Select(ReplayColumn[] columns) => [.. columns.Select(column => column.Select(indices))];
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_capacity);
        writer.Write(Count);
        writer.Write(_position);
        for (int row = 0; row < Count; row++)
        {
            writer.Write(_rewards[row]);
            writer.Write(_nonTerminal[row]);
        }

        foreach (ReplayColumn column in AllColumns)
        {
            column.Save(writer, Count);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        CheckpointException.RequireEqual("replay capacity", _capacity, reader.ReadInt32());
        int count = reader.ReadInt32("transitions, in number", 0, _capacity);
        int position = reader.ReadInt32("position of the next transition", 0, _capacity - 1);
        CheckpointException.Require(
            count % _environments == 0 && position % _environments == 0 && (count == _capacity || position == count),
            $"expected {_environments} transitions per step in consecutive positions, "
            + $"got {count} transitions and the next at {position} of {_capacity}");
        float[] outcomes = new float[2 * count];
        reader.ReadExactly(MemoryMarshal.AsBytes(outcomes.AsSpan()));
        byte[][] rows = [.. AllColumns.Select(column => column.Read(reader, count))];
        (Count, _position) = (count, position);
        for (int row = 0; row < count; row++)
        {
            (_rewards[row], _nonTerminal[row]) = (outcomes[2 * row], outcomes[(2 * row) + 1]);
        }

        foreach ((ReplayColumn column, byte[] bytes) in AllColumns.Zip(rows))
        {
            column.Restore(bytes);
        }
    }

    /// <summary>Disposes the stored tensors.</summary>
    public void Dispose()
    {
        foreach (ReplayColumn column in AllColumns)
        {
            column.Dispose();
        }
    }

    private void Store(ReplayColumn[] columns, IReadOnlyList<Tensor?> tensors)
    {
        for (int member = 0; member < columns.Length; member++)
        {
            columns[member].Store(_position, tensors[member]);
        }
    }

    private ReplayColumn[] Columns(IReadOnlyList<Tensor?> examples) =>
        [.. examples.Select(example => new ReplayColumn(_capacity, example))];
}
