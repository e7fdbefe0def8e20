using System.ComponentModel;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>The host memory of a generated <c>Batch</c>. The first axis of every tensor is the environments.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HostBatch : IDisposable
{
    private readonly string _name;
    private readonly HostAxis _environments;
    private readonly List<HostBuffer> _buffers = [];
    private bool _isDisposed;

    /// <summary>Creates a batch without buffers.</summary>
    /// <param name="name">The name of the batch, for error messages.</param>
    /// <param name="environments">The number of environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="environments"/> is not positive.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public HostBatch(string name, int environments)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(environments);
        TorchLibrary.EnsureLoaded();
        _name = name;
        _environments = new HostAxis("environment", environments);
    }

    /// <summary>The number of environments.</summary>
    public int Environments => _environments.Size;

    /// <summary>Adds a float32 buffer. The initial values are 0.</summary>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="shape">The shape of the values of one environment.</param>
    /// <param name="places">The indexed axes. Together they have as many elements as the leading axes of the shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">
    /// The buffer has more elements than an array can have, or the indexed axes do not match the leading axes of the shape.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public HostBuffer<float> Numbers(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        AddBuffer(member, shape, places, ScalarType.Float32, [0f]);

    /// <summary>Adds a bool buffer of entity, sight or agent masks. The initial values are false.</summary>
    /// <inheritdoc cref="Numbers"/>
    public HostBuffer<bool> Presence(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        AddBuffer(member, shape, places, ScalarType.Bool, [false]);

    /// <summary>Adds a buffer of action masks that are indexed by the choice. Initially, every choice is legal.</summary>
    /// <typeparam name="T">The type of a choice.</typeparam>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="shape">The shape of the masks of one environment.</param>
    /// <param name="choices">The choices. The trailing axes of the shape have as many elements.</param>
    /// <param name="places">The indexed axes. Together they have as many elements as the other axes of the shape.</param>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public MaskBuffer<T> Mask<T>(string member, ReadOnlySpan<int> shape, ChoiceValues<T> choices, params ReadOnlySpan<HostAxis> places)
        where T : unmanaged => new(AddBuffer(member, shape, places, ScalarType.Bool, [true]), choices);

    /// <summary>Adds a buffer of the action masks of a head that chooses among candidates. Initially, every candidate is legal.</summary>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="shape">The shape of the masks of one environment.</param>
    /// <param name="choices">The number of candidates. The trailing axes of the shape have as many elements.</param>
    /// <param name="places">The indexed axes. Together they have as many elements as the other axes of the shape.</param>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public MaskBuffer<int> Mask(string member, ReadOnlySpan<int> shape, int choices, params ReadOnlySpan<HostAxis> places)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(choices);
        return Mask(member, shape, ChoiceValues.Numbers(choices), places);
    }

    /// <summary>Adds float32 buffers for the tensors of a record, each <c>(environments, width)</c>. The initial values are 0.</summary>
    /// <typeparam name="TRecord">The type of the record.</typeparam>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="width">The number of features of each tensor.</param>
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

    /// <summary>
    /// Adds a bool buffer of action masks for several choices, such as the components of a record struct. The initial values are true.
    /// </summary>
    /// <inheritdoc cref="Numbers"/>
    public HostBuffer<bool> Flags(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        AddBuffer(member, shape, places, ScalarType.Bool, [true]);

    /// <summary>Adds a float32 buffer of the intervals from which numbers are chosen. Initially, they are the declared intervals.</summary>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="shape">The shape of the intervals of one environment.</param>
    /// <param name="declared">
    /// The low and the high end of each declared interval. The trailing axes of the shape have as many elements.
    /// </param>
    /// <param name="places">The indexed axes. Together they have as many elements as the other axes of the shape.</param>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public HostBuffer<float> Ranges(
        string member, ReadOnlySpan<int> shape, ReadOnlySpan<float> declared, params ReadOnlySpan<HostAxis> places) =>
        AddBuffer(member, shape, places, ScalarType.Float32, declared);

    /// <summary>
    /// Creates a record of the tensors over the memory, in the order in which they were added. They are the same instances in every call.
    /// </summary>
    /// <typeparam name="TRecord">The type of the record.</typeparam>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public TRecord ToRecord<TRecord>() where TRecord : ITensorRecord<TRecord>
    {
        ThrowIfDisposed();
        Tensor?[] tensors = new Tensor?[_buffers.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = _buffers[i].AnyTensor;
        }

        return TRecord.FromTensors(tensors);
    }

    /// <summary>Resets all buffers of one environment to their initial values.</summary>
    /// <param name="environment">The index of the environment.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="environment"/> is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public void Clear(int environment)
    {
        ThrowIfDisposed();
        _environments.RequireInRange($"{_name}.{nameof(Clear)}", environment);
        foreach (HostBuffer buffer in _buffers)
        {
            buffer.Clear(environment);
        }
    }

    /// <summary>Disposes the tensors. Existing spans stay valid.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (HostBuffer buffer in _buffers)
        {
            buffer.Release();
        }
    }

    private HostBuffer<T> AddBuffer<T>(string member, ReadOnlySpan<int> shape, ReadOnlySpan<HostAxis> places, ScalarType type,
        ReadOnlySpan<T> initial) where T : unmanaged
    {
        ThrowIfDisposed();
        long[] sizes = new long[shape.Length + 1];
        sizes[0] = _environments.Size;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(shape[axis], nameof(shape));
            sizes[axis + 1] = shape[axis];
        }

        RequireLeadingAxes(member, shape, places);

        HostBuffer<T> buffer = new($"{_name}.{member}", sizes, [_environments, .. places], type, initial);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>
    /// Checks that the indexed axes have as many elements as some number of leading axes of the shape, so that each index selects a whole
    /// block of the tensor.
    /// </summary>
    private void RequireLeadingAxes(string member, ReadOnlySpan<int> shape, ReadOnlySpan<HostAxis> places)
    {
        long placeElements = 1;
        foreach (HostAxis place in places)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place.Size, nameof(places));
            placeElements = Math.Min(placeElements * place.Size, int.MaxValue);
        }

        long shapeElements = 1;
        for (int axis = 0; axis < shape.Length && shapeElements != placeElements; axis++)
        {
            shapeElements = Math.Min(shapeElements * shape[axis], int.MaxValue);
        }

        if (shapeElements != placeElements)
        {
            string sizes = string.Join(", ", places.ToArray().Select(place => $"{place.Name} {place.Size}"));
            throw new ArgumentException($"{_name}.{member}: expected indexed axes that match the leading axes of "
                + $"[{string.Join(", ", shape.ToArray())}], got {sizes}.", nameof(places));
        }
    }

    private void ThrowIfDisposed()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(_name);
        }
    }
}
