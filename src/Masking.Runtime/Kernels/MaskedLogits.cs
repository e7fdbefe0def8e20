using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Masking.Kernels;

/// <summary>The logits and flags of one choice as they lie in memory, beside those of others.</summary>
internal readonly ref struct MaskedLogits
{
    /// <summary>The logits of all rows, and of whatever stands beside them.</summary>
    public required ReadOnlySpan<float> Logits { get; init; }

    /// <summary>From one row's first logit to the next row's.</summary>
    public required int Stride { get; init; }

    /// <summary>The first logit of this choice in a row.</summary>
    public int First { get; init; }

    /// <summary>The flags of all rows of the mask, and of whatever stands beside them; empty where everything is legal.</summary>
    public ReadOnlySpan<bool> Mask { get; init; }

    /// <summary>From the first flag of one row of the mask to the next row's.</summary>
    public int MaskStride { get; init; }

    /// <summary>The first flag of this choice in a row of the mask.</summary>
    public int FirstFlag { get; init; }

    /// <summary>The columns of this choice.</summary>
    public required int Width { get; init; }

    /// <summary>
    /// The first logit of a row, of which whole vectors can be read: behind a row is the next one, and where nothing is behind it the row
    /// is copied.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="room">Takes the copy.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float LogitsOf(int row, Span<float> room) => ref Readable(Logits, (row * Stride) + First, room);

    /// <summary>The first flag of a row of the mask, of which whole vectors can be read.</summary>
    /// <param name="maskRow">The row of the mask.</param>
    /// <param name="room">Takes the copy.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte FlagsOf(int maskRow, Span<byte> room) =>
        ref Readable(MemoryMarshal.AsBytes(Mask), (maskRow * MaskStride) + FirstFlag, room);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T Readable<T>(ReadOnlySpan<T> all, int place, Span<T> room)
    {
        if (place + Lanes.Padded(Width) <= all.Length)
        {
            return ref Unsafe.Add(ref MemoryMarshal.GetReference(all), place);
        }

        all.Slice(place, Width).CopyTo(room);
        return ref MemoryMarshal.GetReference(room);
    }
}
