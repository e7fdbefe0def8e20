using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>The actions of rows, in a tensor or an array.</summary>
internal readonly struct ActionMemory
{
    private readonly Tensor? _tensor;
    private readonly long[]? _array;

    /// <param name="tensor">int64 on the CPU, contiguous.</param>
    public ActionMemory(Tensor tensor) => _tensor = tensor;

    public ActionMemory(long[] array) => _array = array;

    /// <summary>The numbers of all rows, row by row.</summary>
    public Span<long> Span => _tensor is null ? _array : HostMemory.Write<long>(_tensor);

    /// <summary>The numbers as an int64 tensor.</summary>
    /// <param name="shape">Its shape.</param>
    public Tensor ToTensor(ReadOnlySpan<long> shape)
    {
        if (_tensor is not null)
        {
            return _tensor;
        }

        Tensor copy = HostMemory.Create(shape, ScalarType.Int64, out Span<long> numbers);
        _array.CopyTo(numbers);
        return copy;
    }
}
