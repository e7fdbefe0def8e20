using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Masking.Tensors;

/// <summary>Gives managed code access to the memory of tensors.</summary>
internal static class HostMemory
{
    /// <summary>Whether a tensor is float32 on the CPU, so that managed code can read its memory.</summary>
    public static bool HoldsFloat32(Tensor tensor) => tensor.is_cpu() && tensor.dtype == ScalarType.Float32;

    /// <summary>
    /// The elements of a tensor in row-major order. A contiguous tensor on the CPU is read in place; any other tensor is copied, and the
    /// copy joins the current dispose scope.
    /// </summary>
    public static ReadOnlySpan<T> Read<T>(Tensor tensor) where T : unmanaged
    {
        Tensor local = tensor.is_cpu() ? tensor : tensor.cpu();
        Tensor dense = local.is_contiguous() ? local : local.contiguous();

        // tensor.data<T>() returns the same elements but was measured to be 160 times slower.
        return dense.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(dense.bytes);
    }

    /// <summary>The writable memory of a contiguous tensor on the CPU.</summary>
    public static Span<T> Write<T>(Tensor tensor)
        where T : unmanaged => tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);

    /// <summary>Creates an int64 tensor <c>(indices)</c> on the CPU from a function of each index, in the current dispose scope.</summary>
    /// <param name="indices">The indices.</param>
    /// <param name="selector">Maps an index to an element.</param>
    public static Tensor CreateFrom(int[] indices, Func<int, long> selector)
    {
        Tensor tensor = Create([indices.Length], ScalarType.Int64, out Span<long> elements);
        for (int i = 0; i < indices.Length; i++)
        {
            elements[i] = selector(indices[i]);
        }

        return tensor;
    }

    /// <summary>Creates a tensor on the CPU and returns its writable memory. The tensor joins the current dispose scope.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="type">The element type, which corresponds to <typeparamref name="T"/>.</param>
    /// <param name="memory">The elements in row-major order, not initialized.</param>
    public static Tensor Create<T>(ReadOnlySpan<long> shape, ScalarType type, out Span<T> memory) where T : unmanaged
    {
        Tensor tensor = empty(shape, type);
        memory = shape.Product() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);
        return tensor;
    }
}
