using System.ComponentModel;

namespace Masking.CompilerServices;

/// <summary>Arrays in host memory for a number of environments, which are the first axis of each.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HostArrays : IDisposable
{
    private readonly HostAxis _environments;
    private readonly string _clear;
    private readonly List<HostArray> _all = [];
    private bool _isDisposed;

    /// <summary>Creates an empty list of arrays.</summary>
    /// <param name="name">The name of the owner, for error messages.</param>
    /// <param name="environments">The number of environments.</param>
    /// <param name="axis">The name of the index of an environment.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="environments"/> is not positive.</exception>
    public HostArrays(string name, int environments, string axis = "environment")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(environments);
        Name = name;
        _clear = $"{name}.{nameof(Clear)}";
        _environments = new HostAxis(axis, environments);
    }

    /// <summary>The number of environments.</summary>
    public int Environments => _environments.Size;

    /// <summary>The name of the owner.</summary>
    internal string Name { get; }

    /// <summary>The arrays in the order in which they were added.</summary>
    internal IReadOnlyList<HostArray> All => _all;

    /// <summary>Adds a float32 array. The initial values are 0.</summary>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="shape">The shape of the values of one environment.</param>
    /// <param name="places">The indexed axes. Together they have as many elements as the leading axes of the shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">
    /// The array has more elements than possible, or the indexed axes do not match the leading axes of the shape.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The arrays were disposed.</exception>
    public HostArray<float> Numbers(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        Add(member, shape, places, [0f]);

    /// <summary>Adds a bool array of entity, sight or agent masks. The initial values are false.</summary>
    /// <inheritdoc cref="Numbers"/>
    public HostArray<bool> Presence(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        Add(member, shape, places, [false]);

    /// <summary>Adds action masks that are indexed by the choice. Initially, every choice is legal.</summary>
    /// <typeparam name="T">The type of a choice.</typeparam>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="shape">The shape of the masks of one environment.</param>
    /// <param name="choices">The choices. The trailing axes of the shape have as many elements.</param>
    /// <param name="places">The indexed axes. Together they have as many elements as the other axes of the shape.</param>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public HostMask<T> Mask<T>(string member, ReadOnlySpan<int> shape, ChoiceValues<T> choices, params ReadOnlySpan<HostAxis> places)
        where T : unmanaged => new(Flags(member, shape, places), choices);

    /// <summary>Adds the action masks of a head that chooses among candidates. Initially, every candidate is legal.</summary>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="shape">The shape of the masks of one environment.</param>
    /// <param name="choices">The number of candidates. The trailing axes of the shape have as many elements.</param>
    /// <param name="places">The indexed axes. Together they have as many elements as the other axes of the shape.</param>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public HostMask<int> Mask(string member, ReadOnlySpan<int> shape, int choices, params ReadOnlySpan<HostAxis> places)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(choices);
        return Mask(member, shape, ChoiceValues.Numbers(choices), places);
    }

    /// <summary>
    /// Adds a bool array of action masks for several choices, such as the components of a record struct. The initial values are true.
    /// </summary>
    /// <inheritdoc cref="Numbers"/>
    public HostArray<bool> Flags(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        Add(member, shape, places, [true]);

    /// <summary>Adds a float32 array of the intervals from which numbers are chosen. Initially, they are the declared intervals.</summary>
    /// <param name="member">The name of the member, for error messages.</param>
    /// <param name="shape">The shape of the intervals of one environment.</param>
    /// <param name="declared">
    /// The low and the high end of each declared interval. The trailing axes of the shape have as many elements.
    /// </param>
    /// <param name="places">The indexed axes. Together they have as many elements as the other axes of the shape.</param>
    /// <inheritdoc cref="Numbers" path="/exception"/>
    public HostArray<float> Ranges(
        string member, ReadOnlySpan<int> shape, ReadOnlySpan<float> declared, params ReadOnlySpan<HostAxis> places) =>
        Add(member, shape, places, declared);

    /// <summary>Adds an int64 array of chosen indices. The initial values are -1, no action.</summary>
    /// <inheritdoc cref="Numbers"/>
    public HostArray<long> Choices(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        Add(member, shape, places, [-1L]);

    /// <summary>Adds a float32 array of chosen numbers. The initial values are NaN, no action.</summary>
    /// <inheritdoc cref="Numbers"/>
    public HostArray<float> ChosenNumbers(string member, ReadOnlySpan<int> shape, params ReadOnlySpan<HostAxis> places) =>
        Add(member, shape, places, [float.NaN]);

    /// <summary>Resets all arrays of one environment to their initial values.</summary>
    /// <param name="environment">The index of the environment.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="environment"/> is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The arrays were disposed.</exception>
    public void Clear(int environment)
    {
        ThrowIfDisposed();
        _environments.RequireInRange(_clear, environment);
        foreach (HostArray array in _all)
        {
            array.Clear(environment);
        }
    }

    /// <summary>Forgets the memory. Existing spans stay valid.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        foreach (HostArray array in _all)
        {
            array.Release();
        }
    }

    internal void ThrowIfDisposed()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(Name);
        }
    }

    private HostArray<T> Add<T>(string member, ReadOnlySpan<int> shape, ReadOnlySpan<HostAxis> places, ReadOnlySpan<T> initial)
        where T : unmanaged
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

        HostArray<T> array = new(Name, member, sizes, [_environments, .. places], initial);
        _all.Add(array);
        return array;
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
            throw new ArgumentException($"{Name}.{member}: expected indexed axes that match the leading axes of "
                + $"[{string.Join(", ", shape.ToArray())}], got {sizes}.", nameof(places));
        }
    }
}
