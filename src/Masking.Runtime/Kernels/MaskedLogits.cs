using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Masking.Kernels;

/// <summary>The logits and the mask of one choice, which are columns of larger matrices in memory.</summary>
internal readonly ref struct MaskedLogits
{
    /// <summary>The matrix with the logits of all rows.</summary>
    public required ReadOnlySpan<float> Logits { get; init; }

    /// <summary>The row stride of the logits.</summary>
    public required int Stride { get; init; }

    /// <summary>The first column of this choice in the logits.</summary>
    public int First { get; init; }

    /// <summary>The matrix with the masks of all rows; empty if every choice is legal.</summary>
    public ReadOnlySpan<bool> Mask { get; init; }

    /// <summary>The row stride of the mask.</summary>
    public int MaskStride { get; init; }

    /// <summary>The first column of this choice in the mask.</summary>
    public int FirstFlag { get; init; }

    /// <summary>The number of columns of this choice.</summary>
    public required int Width { get; init; }

    /// <summary>
    /// A reference to the first logit of a row, from which whole vectors can be read. A row without enough memory after it is copied.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="scratch">Receives the copy.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float LogitsOf(int row, Span<float> scratch) => ref Readable(Logits, (row * Stride) + First, scratch);

    /// <summary>A reference to the first flag of a row of the mask, from which whole vectors can be read.</summary>
    /// <param name="maskRow">The row of the mask.</param>
    /// <param name="scratch">Receives the copy.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte FlagsOf(int maskRow, Span<byte> scratch) =>
        ref Readable(MemoryMarshal.AsBytes(Mask), (maskRow * MaskStride) + FirstFlag, scratch);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T Readable<T>(ReadOnlySpan<T> all, int place, Span<T> scratch)
    {
        if (place + Lanes.Padded(Width) <= all.Length)
        {
            return ref Unsafe.Add(ref MemoryMarshal.GetReference(all), place);
        }

        all.Slice(place, Width).CopyTo(scratch);
        return ref MemoryMarshal.GetReference(scratch);
    }
}
