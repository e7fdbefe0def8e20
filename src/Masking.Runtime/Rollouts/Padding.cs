using Masking.Tensors;

namespace Masking.Rollouts;

/// <summary>Puts blocks of numbers into greater ones.</summary>
internal static class Padding
{
    /// <summary>Copies a block to the lowest corner of another, the rest of which stays as it is. Both are row-major.</summary>
    /// <param name="block">The numbers.</param>
    /// <param name="size">Their sizes, axis by axis.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="greater">Its sizes, none of which is less.</param>
    public static void Copy<T>(ReadOnlySpan<T> block, ReadOnlySpan<int> size, Span<T> target, ReadOnlySpan<int> greater)
    {
        if (size.Length <= 1)
        {
            block.CopyTo(target);
            return;
        }

        int part = size[1..].Product();
        int room = greater[1..].Product();
        for (int i = 0; i < size[0]; i++)
        {
            Copy(block.Slice(i * part, part), size[1..], target.Slice(i * room, room), greater[1..]);
        }
    }
}
