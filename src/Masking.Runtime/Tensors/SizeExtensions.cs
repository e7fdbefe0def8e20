using static TorchSharp.torch;

namespace Masking.Tensors;

internal static class SizeExtensions
{
    /// <summary>The size of each axis. It takes a fifth of the time of <c>tensor.shape</c>.</summary>
    public static long[] Size(this Tensor tensor)
    {
        long[] size = new long[tensor.dim()];
        for (int axis = 0; axis < size.Length; axis++)
        {
            size[axis] = tensor.size(axis);
        }

        return size;
    }

    /// <summary>The product of all sizes, which is the number of elements of a tensor; 1 without axes.</summary>
    public static long Product(this ReadOnlySpan<long> size)
    {
        long product = 1;
        foreach (long length in size)
        {
            product *= length;
        }

        return product;
    }

    /// <inheritdoc cref="Product(ReadOnlySpan{long})"/>
    public static long Product(this Span<long> size) => Product((ReadOnlySpan<long>)size);

    /// <inheritdoc cref="Product(ReadOnlySpan{long})"/>
    public static int Product(this ReadOnlySpan<int> size)
    {
        int product = 1;
        foreach (int length in size)
        {
            product *= length;
        }

        return product;
    }
}
