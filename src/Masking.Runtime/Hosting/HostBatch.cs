using System.ComponentModel;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>The host memory of a generated <c>Batch</c>. The first axis of every tensor is the environments.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HostBatch : IDisposable
{
    private readonly HostArrays _arrays;
    private readonly List<HostBuffer> _buffers = [];

    /// <summary>Creates a batch without buffers.</summary>
    /// <param name="name">The name of the batch, for error messages.</param>
    /// <param name="environments">The number of environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="environments"/> is not positive.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public HostBatch(string name, int environments)
    {
        _arrays = new HostArrays(name, environments);
        TorchLibrary.EnsureLoaded();
    }

    /// <summary>The number of environments.</summary>
    public int Environments => _arrays.Environments;

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
        Shared(_arrays.Numbers(member, shape, places), ScalarType.Float32);

    /// <summary>Adds a bool buffer of entity, sight or agent masks. The initial values are false.</summary>
    /// <inheritdoc cref="Numbers"/>
    public HostBuffer<bool> Presence(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        Shared(_arrays.Presence(member, shape, places), ScalarType.Bool);

    /// <summary>Adds a buffer of action masks that are indexed by the choice. Initially, every choice is legal.</summary>
    /// <typeparam name="T">The type of a choice.</typeparam>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="shape">The shape of the masks of one environment.</param>
    /// <param name="choices">The choices. The trailing axes of the shape have as many elements.</param>
    /// <param name="places">The indexed axes. Together they have as many elements as the other axes of the shape.</param>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public MaskBuffer<T> Mask<T>(string member, ReadOnlySpan<int> shape, ChoiceValues<T> choices, params ReadOnlySpan<HostAxis> places)
        where T : unmanaged => Shared(_arrays.Mask(member, shape, choices, places));

    /// <summary>Adds a buffer of the action masks of a head that chooses among candidates. Initially, every candidate is legal.</summary>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="shape">The shape of the masks of one environment.</param>
    /// <param name="choices">The number of candidates. The trailing axes of the shape have as many elements.</param>
    /// <param name="places">The indexed axes. Together they have as many elements as the other axes of the shape.</param>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public MaskBuffer<int> Mask(string member, ReadOnlySpan<int> shape, int choices, params ReadOnlySpan<HostAxis> places) =>
        Shared(_arrays.Mask(member, shape, choices, places));

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

        return new HostRecord<TRecord>(_arrays.Name, names, buffers);
    }

    /// <summary>
    /// Adds a bool buffer of action masks for several choices, such as the components of a record struct. The initial values are true.
    /// </summary>
    /// <inheritdoc cref="Numbers"/>
    public HostBuffer<bool> Flags(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        Shared(_arrays.Flags(member, shape, places), ScalarType.Bool);

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
        Shared(_arrays.Ranges(member, shape, declared, places), ScalarType.Float32);

    /// <summary>
    /// Creates a record of the tensors over the memory, in the order in which they were added. They are the same instances in every call.
    /// </summary>
    /// <typeparam name="TRecord">The type of the record.</typeparam>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public TRecord ToRecord<TRecord>() where TRecord : ITensorRecord<TRecord>
    {
        _arrays.ThrowIfDisposed();
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
    public void Clear(int environment) => _arrays.Clear(environment);

    /// <summary>Disposes the tensors. Existing spans stay valid.</summary>
    public void Dispose()
    {
        foreach (HostBuffer buffer in _buffers)
        {
            buffer.Release();
        }

        _arrays.Dispose();
    }

    private MaskBuffer<T> Shared<T>(HostMask<T> mask) where T : unmanaged => new(mask, Shared(mask.Flags, ScalarType.Bool));

    /// <summary>Adds a tensor that shares the memory of an array.</summary>
    private HostBuffer<T> Shared<T>(HostArray<T> array, ScalarType type) where T : unmanaged
    {
        HostBuffer<T> buffer = new(array, type);
        _buffers.Add(buffer);
        return buffer;
    }
}
