namespace Masking;

internal static class SizeExtensions
{
    /// <summary>The number of elements of a tensor of this size; 1 for no axes.</summary>
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
