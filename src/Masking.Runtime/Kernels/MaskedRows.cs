using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// Applies masks to logits: writes rows of whole vectors, with -inf where masked and in the padding. Masked logits have no effect. A row
/// whose logits do not define a distribution becomes NaN wherever it is legal.
/// </summary>
internal static class MaskedRows
{
    private static Vector256<float> Nothing => Vector256.Create(float.NegativeInfinity);

    /// <summary>Copies rows. A row with a legal NaN does not define a distribution.</summary>
    /// <param name="source">The logits and the mask.</param>
    /// <param name="rows">The rows of the logits; empty: all rows, in order.</param>
    /// <param name="maskRows">The row of the mask for each row; empty: the row of the logits.</param>
    /// <param name="first">The index in <paramref name="rows"/> of the first row to copy.</param>
    /// <param name="result">Receives as many rows as fit.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Copy(in MaskedLogits source, ReadOnlySpan<int> rows, ReadOnlySpan<int> maskRows, int first, Span<float> result) =>
        Write(source, rows, maskRows, first, result, shifts: false);

    /// <summary>
    /// The first half of a masked softmax: copies rows, subtracts the greatest legal logit of each, and clamps to the lowest finite number.
    /// A row with a legal NaN or +inf, or whose legal logits are all -inf, does not define a distribution.
    /// </summary>
    /// <inheritdoc cref="Copy"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Shift(in MaskedLogits source, ReadOnlySpan<int> rows, ReadOnlySpan<int> maskRows, int first, Span<float> result) =>
        Write(source, rows, maskRows, first, result, shifts: true);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(
        in MaskedLogits source,
        ReadOnlySpan<int> rows,
        ReadOnlySpan<int> maskRows,
        int first,
        Span<float> result,
        bool shifts
    )
    {
        int width = source.Width;
        if (width == 0)
        {
            result.Fill(float.NegativeInfinity);
            return;
        }

        int stride = Lanes.Padded(width);
        using Scratch<float> scratch = new(stackalloc float[Scratch.OnStack], stride);
        using Scratch<byte> flagScratch = new(stackalloc byte[Scratch.OnStack], stride);
        int count = result.Length / stride;
        for (int i = 0; i < count; i++)
        {
            int row = rows.IsEmpty ? first + i : rows[first + i];
            int maskRow = maskRows.IsEmpty ? row : maskRows[first + i];
            ref float from = ref source.LogitsOf(row, scratch.Span);
            ref float to = ref MemoryMarshal.GetReference(result.Slice(i * stride, stride));
            if (source.Mask.IsEmpty)
            {
                Write(ref from, ref Unsafe.NullRef<byte>(), isMasked: false, width, ref to, shifts);
            }
            else
            {
                Write(ref from, ref source.FlagsOf(maskRow, flagScratch.Span), isMasked: true, width, ref to, shifts);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ref float logits, ref byte flags, bool isMasked, int width, ref float result, bool shifts)
    {
        int whole = width & -Lanes.Count;
        Vector256<float> last = whole == width
            ? Nothing
            : Vector256.ConditionalSelect(Lanes.Prefix(width - whole).AsSingle(), Legal(ref logits, ref flags, isMasked, whole), Nothing);
        Vector256<float> greatest = last;
        for (int column = 0; shifts && column < whole; column += Lanes.Count)
        {
            greatest = Vector256.MaxNative(greatest, Legal(ref logits, ref flags, isMasked, column));
        }

        // Loading the logits again is faster than loading intermediate results that were stored a moment ago.
        Vector256<float> max = shifts ? Vector256.Create(Lanes.Max(greatest)) : Vector256<float>.Zero;
        Vector256<float> areNumbers = Vector256<float>.AllBitsSet;
        for (int column = 0; column < whole; column += Lanes.Count)
        {
            Vector256<float> below = Below(Legal(ref logits, ref flags, isMasked, column), max);
            areNumbers &= Vector256.Equals(below, below);
            below.StoreUnsafe(ref result, (nuint)column);
        }

        if (whole < width)
        {
            Vector256<float> below = Below(last, max);
            areNumbers &= Vector256.Equals(below, below);
            below.StoreUnsafe(ref result, (nuint)whole);
        }

        // The greatest is also -inf in a row without a legal choice, which WriteNaN leaves as it is.
        bool mayBeImpossible = shifts && float.IsNegativeInfinity(max.ToScalar());
        if (mayBeImpossible || !Vector256.EqualsAll(areNumbers.AsInt32(), Vector256<int>.AllBitsSet))
        {
            WriteNaN(isMasked ? MemoryMarshal.CreateReadOnlySpan(ref flags, width) : [], MemoryMarshal.CreateSpan(ref result, width));
        }
    }

    /// <summary>Writes NaN to the legal choices of a row, and -inf to the others.</summary>
    /// <param name="flags">The mask of the row; empty if every choice is legal.</param>
    /// <param name="result">The row without its padding.</param>
    private static void WriteNaN(ReadOnlySpan<byte> flags, Span<float> result)
    {
        for (int column = 0; column < result.Length; column++)
        {
            result[column] = flags.IsEmpty || flags[column] != 0 ? float.NaN : float.NegativeInfinity;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Legal(ref float logits, ref byte flags, bool isMasked, int column)
    {
        Vector256<float> values = Vector256.LoadUnsafe(ref logits, (nuint)column);
        return isMasked
            ? Vector256.ConditionalSelect(Lanes.FromFlags(in Unsafe.Add(ref flags, column)).AsSingle(), values, Nothing)
            : values;
    }

    /// <summary>
    /// Subtracts the greatest logit. Masked choices stay -inf, also in a row without a legal choice, and NaN stays NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Below(Vector256<float> legal, Vector256<float> greatest) => Vector256.ConditionalSelect(
        Vector256.Equals(legal, Nothing), Nothing, Vector256.MaxNative(Vector256.Create(float.MinValue), legal - greatest));
}
