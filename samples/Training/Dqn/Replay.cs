using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>The most recent transitions of a number of environments.</summary>
/// <remarks>
/// A step is <see cref="Add"/> with what was seen and done, and then <see cref="AddOutcome"/>: environments that step write to the memory
/// of the observation, so everything is copied when it is added.
/// </remarks>
/// <typeparam name="TObservation">What the network sees.</typeparam>
/// <typeparam name="TActions">What it does.</typeparam>
public sealed class Replay<TObservation, TActions> : ICheckpointed, IDisposable
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private readonly int _environments;
    private readonly int _capacity;
    private readonly float[] _rewards;
    private readonly float[] _goesOn;
    private readonly ReplayColumn[] _seen;
    private readonly ReplayColumn[] _done;
    private readonly ReplayColumn[] _next;
    private int _place;

    /// <summary>An empty memory.</summary>
    /// <param name="capacity">Transitions that it holds; rounded up to a multiple of the environments.</param>
    /// <param name="environments">The rows of each step.</param>
    /// <param name="observation">An observation like those that will be added: of the same members, shapes and element types.</param>
    /// <param name="actions">Actions like those that will be added.</param>
    public Replay(int capacity, int environments, TObservation observation, TActions actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(environments);
        _environments = environments;
        _capacity = (capacity + environments - 1) / environments * environments;
        _rewards = new float[_capacity];
        _goesOn = new float[_capacity];
        (_seen, _done, _next) = (Columns(observation.ToTensors()), Columns(actions.ToTensors()), Columns(observation.ToTensors()));
    }

    /// <summary>The transitions in it.</summary>
    public int Count { get; private set; }

    private IEnumerable<ReplayColumn> AllColumns => _seen.Concat(_done).Concat(_next);

    /// <summary>Copies what was seen and done in all environments.</summary>
    public void Add(TObservation observation, TActions actions)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(actions);
        Store(_seen, observation.ToTensors());
        Store(_done, actions.ToTensors());
    }

    /// <summary>Copies what came of it.</summary>
    /// <param name="rewards">One for each environment.</param>
    /// <param name="goesOn">Whether its next state can still earn something.</param>
    /// <param name="next">What it shows now.</param>
    public void AddOutcome(ReadOnlySpan<float> rewards, ReadOnlySpan<bool> goesOn, TObservation next)
    {
        ArgumentNullException.ThrowIfNull(next);
        Store(_next, next.ToTensors());
        rewards.CopyTo(_rewards.AsSpan(_place, _environments));
        for (int row = 0; row < _environments; row++)
        {
            _goesOn[_place + row] = goesOn[row] ? 1 : 0;
        }

        _place = (_place + _environments) % _capacity;
        Count = Math.Min(Count + _environments, _capacity);
    }

    /// <summary>
    /// Some transitions, each as probable as any other; one may be drawn twice. The tensors join the caller's dispose scope.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="stream">The random numbers; takes one step of it.</param>
    public Transitions<TObservation, TActions> Sample(int count, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RandomDraw draw = stream.Next();
        long[] rows = [.. Enumerable.Range(0, count).Select(i => (long)(draw.Uniform(i, 0, 0) * Count))];
        using DisposeScope scope = NewDisposeScope();
        Tensor places = tensor(rows);
        Tensor rewards = tensor(Array.ConvertAll(rows, row => _rewards[row]));
        Tensor goesOn = tensor(Array.ConvertAll(rows, row => _goesOn[row]));
        return new Transitions<TObservation, TActions>(
            TObservation.FromTensors(Select(_seen)).MoveToOuterDisposeScope(),
            TActions.FromTensors(Select(_done)).MoveToOuterDisposeScope(),
            rewards.MoveToOuterDisposeScope(),
            goesOn.MoveToOuterDisposeScope(),
            TObservation.FromTensors(Select(_next)).MoveToOuterDisposeScope());

        Tensor?[] Select(ReplayColumn[] columns) => [.. columns.Select(column => column.Select(places))];
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_capacity);
        writer.Write(Count);
        writer.Write(_place);
        for (int row = 0; row < Count; row++)
        {
            writer.Write(_rewards[row]);
            writer.Write(_goesOn[row]);
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
        CheckpointException.Require("replay capacity", _capacity, reader.ReadInt32());
        int count = reader.ReadNumber("transitions, in number", 0, _capacity);
        int place = reader.ReadNumber("place of the next transition", 0, _capacity - 1);
        CheckpointException.Require(
            count % _environments == 0 && place % _environments == 0 && (count == _capacity || place == count),
            $"expected {_environments} transitions of each step, one step after the other, "
            + $"got {count} of them and the next at {place} of {_capacity}");
        float[] outcomes = new float[2 * count];
        reader.ReadExactly(MemoryMarshal.AsBytes(outcomes.AsSpan()));
        byte[][] rows = [.. AllColumns.Select(column => column.Read(reader, count))];
        (Count, _place) = (count, place);
        for (int row = 0; row < count; row++)
        {
            (_rewards[row], _goesOn[row]) = (outcomes[2 * row], outcomes[(2 * row) + 1]);
        }

        foreach ((ReplayColumn column, byte[] numbers) in AllColumns.Zip(rows))
        {
            column.Restore(numbers);
        }
    }

    /// <summary>Releases the memory.</summary>
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
            columns[member].Store(_place, tensors[member]);
        }
    }

    private ReplayColumn[] Columns(IReadOnlyList<Tensor?> examples) =>
        [.. examples.Select(example => new ReplayColumn(_capacity, example))];
}
