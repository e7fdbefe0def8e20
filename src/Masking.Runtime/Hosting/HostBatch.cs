using System.ComponentModel;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// The host memory of a number of environments: what a generated <c>Batch</c> is made of. The first axis of every tensor is the
/// environments.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HostBatch : IDisposable
{
    private readonly string _name;
    private readonly HostAxis _environments;
    private readonly List<HostBuffer> _buffers = [];
    private bool _isDisposed;

    /// <summary>A batch without memory yet.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="environments">The number of environments.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not one environment.</exception>
    public HostBatch(string name, int environments)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(environments);
        _name = name;
        _environments = new HostAxis("environment", environments);
    }

    /// <summary>Memory for numbers, which are 0 at first.</summary>
    /// <param name="member">What it holds.</param>
    /// <param name="shape">The shape of one environment's numbers.</param>
    /// <param name="places">The indices that lead to a part; together they cover the first axes of the shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">That is more than an array can hold, or the places do not cover the first axes of the
    /// shape.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public HostBuffer<float> Numbers(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        Add(member, shape, places, ScalarType.Float32, 0f);

    /// <summary>Memory for flags that say who is present or seen, which are false at first.</summary>
    /// <inheritdoc cref="Numbers"/>
    public HostBuffer<bool> Presence(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        Add(member, shape, places, ScalarType.Bool, false);

    /// <summary>Memory for the action masks of a head that chooses among values. They allow everything at first.</summary>
    /// <typeparam name="T">The type of a choice.</typeparam>
    /// <param name="member">What it holds.</param>
    /// <param name="shape">The shape of one environment's masks.</param>
    /// <param name="choices">What is chosen; the last axes of the shape have as many elements.</param>
    /// <param name="places">The indices that lead to a mask; together they cover the other axes.</param>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public MaskBuffer<T> Mask<T>(string member, ReadOnlySpan<int> shape, ChoiceValues<T> choices, params ReadOnlySpan<HostAxis> places)
        where T : unmanaged => new(Add(member, shape, places, ScalarType.Bool, true), choices);

    /// <summary>Memory for the action masks of a head that points at candidates.</summary>
    /// <param name="member">What it holds.</param>
    /// <param name="shape">The shape of one environment's masks.</param>
    /// <param name="choices">The number of candidates.</param>
    /// <param name="places">The indices that lead to a mask; together they cover the other axes.</param>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public MaskBuffer<int> Mask(string member, ReadOnlySpan<int> shape, int choices, params ReadOnlySpan<HostAxis> places)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(choices);
        return Mask(member, shape, ChoiceValues.Numbers(choices), places);
    }

    /// <summary>Memory for a record of numbers, which are 0 at first.</summary>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="member">What it holds.</param>
    /// <param name="width">Numbers of one environment in each tensor.</param>
    /// <param name="tensors">The names of the tensors, in the order of the record.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public HostRecord<TRecord> Record<TRecord>(string member, int width, params ReadOnlySpan<string> tensors)
        where TRecord : ITensorRecord<TRecord>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        string[] names = new string[tensors.Length];
        HostBuffer<float>[] buffers = new HostBuffer<float>[tensors.Length];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = $"{member}.{tensors[i]}";
            buffers[i] = Numbers(names[i], [width]);
        }

        return new HostRecord<TRecord>(_name, names, buffers);
    }

    /// <summary>Memory for action masks of something compound, which allow everything at first.</summary>
    /// <inheritdoc cref="Numbers"/>
    public HostBuffer<bool> Flags(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        Add(member, shape, places, ScalarType.Bool, true);

    /// <summary>The record over the memory: the same tensors at every call, in the order in which they were added.</summary>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public TRecord ToRecord<TRecord>() where TRecord : ITensorRecord<TRecord>
    {
        RequireAlive();
        Tensor?[] tensors = new Tensor?[_buffers.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = _buffers[i].AnyTensor;
        }

        return TRecord.FromTensors(tensors);
    }

    /// <summary>Gives everything of one environment the value that it had at first.</summary>
    /// <param name="environment">The environment.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such environment.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public void Clear(int environment)
    {
        RequireAlive();
        _environments.Check($"{_name}.{nameof(Clear)}", environment);
        foreach (HostBuffer buffer in _buffers)
        {
            buffer.Clear(environment);
        }
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (HostBuffer buffer in _buffers)
        {
            buffer.Release();
        }
    }

    private HostBuffer<T> Add<T>(string member, ReadOnlySpan<int> shape, ReadOnlySpan<HostAxis> places, ScalarType type, T initial)
        where T : unmanaged
    {
        RequireAlive();
        long[] all = new long[shape.Length + 1];
        all[0] = _environments.Size;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(shape[axis], nameof(shape));
            all[axis + 1] = shape[axis];
        }

        RequireCover(member, shape, places);

        HostBuffer<T> buffer = new($"{_name}.{member}", all, [_environments, .. places], type, initial);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>Refuses places that are not all places in the first axes of a shape: their parts would be others than the
    /// tensor's.</summary>
    private void RequireCover(string member, ReadOnlySpan<int> shape, ReadOnlySpan<HostAxis> places)
    {
        long parts = 1;
        foreach (HostAxis place in places)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place.Size, nameof(places));
            parts = Math.Min(parts * place.Size, int.MaxValue);
        }

        long covered = 1;
        for (int axis = 0; axis < shape.Length && covered != parts; axis++)
        {
            covered = Math.Min(covered * shape[axis], int.MaxValue);
        }

        if (covered != parts)
        {
            string sizes = string.Join(", ", places.ToArray().Select(place => $"{place.Name} {place.Size}"));
            throw new ArgumentException($"{_name}.{member}: expected places that cover the first axes of "
                + $"[{string.Join(", ", shape.ToArray())}], got {sizes}.", nameof(places));
        }
    }

    private void RequireAlive()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(_name);
        }
    }
}
