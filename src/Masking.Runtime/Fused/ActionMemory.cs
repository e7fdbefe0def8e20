using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>The actions of rows, in a tensor or an array: int64 indices of choices, or float32 numbers.</summary>
internal readonly struct ActionMemory
{
    private readonly Tensor? _tensor;
    private readonly Array? _array;

    /// <param name="tensor">int64 or float32 on the CPU, contiguous.</param>
    public ActionMemory(Tensor tensor) => _tensor = tensor;

    public ActionMemory(long[] array) => _array = array;

    public ActionMemory(float[] array) => _array = array;

    /// <summary>The indices of the choices of all rows, row by row.</summary>
    public Span<long> Span => _tensor is null ? (long[]?)_array : HostMemory.Write<long>(_tensor);

    /// <summary>The numbers of all rows.</summary>
    public Span<float> Numbers => _tensor is null ? (float[]?)_array : HostMemory.Write<float>(_tensor);

    /// <summary>The actions as a tensor.</summary>
    /// <param name="shape">Its shape.</param>
    public Tensor ToTensor(ReadOnlySpan<long> shape) => _tensor ?? (_array is float[] numbers
        ? Copy(numbers, shape, ScalarType.Float32)
        : Copy((long[])_array!, shape, ScalarType.Int64));

    private static Tensor Copy<T>(T[] array, ReadOnlySpan<long> shape, ScalarType type) where T : unmanaged
    {
        Tensor copy = HostMemory.Create(shape, type, out Span<T> elements);
        array.CopyTo(elements);
        return copy;
    }
}
