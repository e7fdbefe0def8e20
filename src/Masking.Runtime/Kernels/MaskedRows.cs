using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Masking.Kernels;

/// <summary>
/// Takes what is legal out of logits: rows of whole vectors, -inf where masked and in the padding. What masked logits are enters nothing.
/// A row whose logits are no distribution is NaN wherever it is legal.
/// </summary>
internal static class MaskedRows
{
    private static Vector256<float> Nothing => Vector256.Create(float.NegativeInfinity);

    /// <summary>Copies rows, one behind the other. A row with a legal NaN is no distribution.</summary>
    /// <param name="source">Where the logits and flags are.</param>
    /// <param name="rows">The rows of the logits; empty: all, in order.</param>
    /// <param name="maskRows">For each of them its row of the mask; empty: the same.</param>
    /// <param name="first">The first of the rows to copy.</param>
    /// <param name="result">As many rows as fit.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Copy(in MaskedLogits source, ReadOnlySpan<int> rows, ReadOnlySpan<int> maskRows, int first, Span<float> result) =>
        Write(source, rows, maskRows, first, result, shifts: false);

    /// <summary>
    /// The first half of a masked softmax: copies rows, less the greatest legal logit of each, and not below the lowest finite number.
    /// A row with a legal NaN or +inf, or of which all legal logits are -inf, is no distribution.
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
        using Room<float> room = new(stackalloc float[Room.OnStack], stride);
        using Room<byte> roomOfFlags = new(stackalloc byte[Room.OnStack], stride);
        int count = result.Length / stride;
        for (int i = 0; i < count; i++)
        {
            int row = rows.IsEmpty ? first + i : rows[first + i];
            int maskRow = maskRows.IsEmpty ? row : maskRows[first + i];
            ref float from = ref source.LogitsOf(row, room.Span);
            ref float to = ref MemoryMarshal.GetReference(result.Slice(i * stride, stride));
            if (source.Mask.IsEmpty)
            {
                Write(ref from, ref Unsafe.NullRef<byte>(), isMasked: false, width, ref to, shifts);
            }
            else
            {
                Write(ref from, ref source.FlagsOf(maskRow, roomOfFlags.Span), isMasked: true, width, ref to, shifts);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(ref float logits, ref byte flags, bool isMasked, int width, ref float result, bool shifts)
    {
        int whole = width & -Lanes.Count;
        Vector256<float> last = whole == width
            ? Nothing
            : Vector256.ConditionalSelect(Lanes.First(width - whole).AsSingle(), Legal(ref logits, ref flags, isMasked, whole), Nothing);
        Vector256<float> greatest = last;
        for (int column = 0; shifts && column < whole; column += Lanes.Count)
        {
            greatest = Vector256.MaxNative(greatest, Legal(ref logits, ref flags, isMasked, column));
        }

        // Reading everything again is faster than reading what was stored a moment ago.
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

        // Where nothing is legal the greatest is -inf too.
        bool mayBeImpossible = shifts && float.IsNegativeInfinity(max.ToScalar());
        if (mayBeImpossible || !Vector256.EqualsAll(areNumbers.AsInt32(), Vector256<int>.AllBitsSet))
        {
            WriteNaN(isMasked ? MemoryMarshal.CreateReadOnlySpan(ref flags, width) : [], MemoryMarshal.CreateSpan(ref result, width));
        }
    }

    /// <summary>Writes NaN wherever a row is legal.</summary>
    /// <param name="flags">The flags of the row; empty where everything is legal.</param>
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
        return isMasked ? Vector256.ConditionalSelect(Lanes.Where(in Unsafe.Add(ref flags, column)).AsSingle(), values, Nothing) : values;
    }

    /// <summary>
    /// The difference to the greatest; what is masked stays so, also in rows in which everything is, and what is NaN too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Below(Vector256<float> legal, Vector256<float> greatest) => Vector256.ConditionalSelect(
        Vector256.Equals(legal, Nothing), Nothing, Vector256.MaxNative(Vector256.Create(float.MinValue), legal - greatest));
}
