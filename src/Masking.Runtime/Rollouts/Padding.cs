using Masking.Tensors;

namespace Masking.Rollouts;

/// <summary>Copies arrays into larger ones.</summary>
internal static class Padding
{
    /// <summary>
    /// Copies a row-major array to the lowest indices of another array of the same rank. Other elements of the target are not changed.
    /// </summary>
    /// <param name="block">The elements to copy.</param>
    /// <param name="size">The size of each axis of <paramref name="block"/>.</param>
    /// <param name="target">The destination.</param>
    /// <param name="targetSize">The size of each axis of <paramref name="target"/>, which is at least that of the block.</param>
    public static void Copy<T>(ReadOnlySpan<T> block, ReadOnlySpan<int> size, Span<T> target, ReadOnlySpan<int> targetSize)
    {
        if (size.Length <= 1)
        {
            block.CopyTo(target);
            return;
        }

        int blockLength = size[1..].Product();
        int targetLength = targetSize[1..].Product();
        for (int i = 0; i < size[0]; i++)
        {
            Copy(block.Slice(i * blockLength, blockLength), size[1..], target.Slice(i * targetLength, targetLength), targetSize[1..]);
        }
    }
}
