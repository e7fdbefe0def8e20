using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Host memory that is shared by a tensor and managed code. Values that are written to a span are in the tensor without a copy.
/// </summary>
/// <remarks>A generated <c>Batch</c> creates the buffers of a policy, and returns their spans.</remarks>
/// <example>
/// <code><![CDATA[
/// using var batch = new Masking.CompilerServices.HostBatch("ChessPolicy.Batch", environments: 2);
/// HostBuffer<float> boards = batch.Numbers("Board", [12, 8, 8], new Masking.CompilerServices.HostAxis("plane", 12));
/// boards.At(1, 0)[3] = 1;                                     // environment 1, plane 0: 64 cells
/// Console.WriteLine(boards.Tensor[1, 0, 0, 3].item<float>()); // 1; Tensor (2, 12, 8, 8)
/// ]]></code>
/// </example>
/// <typeparam name="T">The element type.</typeparam>
public sealed class HostBuffer<T> : HostBuffer where T : unmanaged
{
    private readonly HostArray<T> _array;
    private readonly Tensor _tensor;

    /// <param name="array">The memory.</param>
    /// <param name="type">The element type of the tensor, which corresponds to <typeparamref name="T"/>.</param>
    internal HostBuffer(HostArray<T> array, ScalarType type)
        : base(array.Name)
    {
        _array = array;
        using Tensor flat = frombuffer(array.Memory, type, array.Length, array.Offset);
        _tensor = flat.view(array.Shape).DetachFromDisposeScope();
    }

    /// <summary>The tensor over the memory. It is the same instance in every call, and belongs to no dispose scope.</summary>
    /// <exception cref="ObjectDisposedException">The batch of the buffer was disposed.</exception>
    public Tensor Tensor
    {
        get
        {
            _ = _array.Memory;
            return _tensor;
        }
    }

    /// <summary>Returns the elements at an index of the leading axes, row-major.</summary>
    /// <param name="place">The index on each indexed axis; the first is the environment.</param>
    /// <exception cref="ArgumentException">The number of indices differs from the number of indexed axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The batch of the buffer was disposed.</exception>
    public Span<T> At(params ReadOnlySpan<int> place) => _array.At(place);

    internal override Tensor AnyTensor => Tensor;

    internal override void Release() => _tensor.Dispose();
}
