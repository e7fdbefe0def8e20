using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Masking.Sampling;

namespace Masking;

/// <summary>The random numbers of one step of a <see cref="RandomStream"/>.</summary>
public readonly struct RandomDraw
{
    /// <summary>Bits of a cell's place that say its column.</summary>
    internal const int BitsPerColumn = 16;

    /// <summary>The choices of one actor that have random numbers of their own: the counter has 16 bits for their blocks of four.</summary>
    internal const int MostLanes = WordsPerBlock << 16;

    private const int WordsPerBlock = 4;

    private readonly ulong _seed;
    private readonly long _step;
    private readonly long _firstRow;

    internal RandomDraw(long seed, long step, long firstRow, double temperature)
    {
        Temperature = temperature;
        _seed = (ulong)seed;
        _step = step;
        _firstRow = firstRow;
    }

    /// <summary>What logits are divided by before they are drawn from.</summary>
    public double Temperature { get; }

    /// <summary>The uniform number in the open interval (0, 1), in steps of 2^-32, that belongs to one choice of one actor.</summary>
    /// <param name="row">The environment's index in the batch.</param>
    /// <param name="slot">The actor's place in its environment: its entity, or its cell as <c>y · 2^16 + x</c>; 0 for the one
    /// agent.</param>
    /// <param name="lane">Which of the actor's choices: the head, counted over the whole policy; below 2^18.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="row"/>, also counted from the stream's first row, or <paramref name="slot"/> is not from 0 to 2^32 - 1, or
    /// <paramref name="lane"/> is out of range.
    /// </exception>
    public double Uniform(long row, long slot, int lane)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row, uint.MaxValue - _firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slot, uint.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(lane);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lane, MostLanes);
        (int block, int place) = Math.DivRem(lane, WordsPerBlock);
        (uint x0, uint x1, uint x2, uint x3) = Philox.Block(
            (uint)(_firstRow + row),
            (uint)slot,
            (uint)_step,
            (uint)LastCounter(block),
            _seed
        );
        return Kernels.Uniform.Of(
            place switch
            {
                0 => x0,
                1 => x1,
                2 => x2,
                _ => x3,
            }
        );
    }

    /// <summary>The words of one choice of four actors.</summary>
    /// <param name="rows">Their environments' indices in the batch.</param>
    /// <param name="slots">Their places there, in 32 bits.</param>
    /// <param name="lane">Which of the choices.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<ulong> Words(Vector256<ulong> rows, Vector256<ulong> slots, int lane)
    {
        (int block, int place) = Math.DivRem(lane, WordsPerBlock);
        (Vector256<ulong> x0, Vector256<ulong> x1, Vector256<ulong> x2, Vector256<ulong> x3) = Philox.Blocks(
            (rows + Vector256.Create((ulong)_firstRow)) & Vector256.Create((ulong)uint.MaxValue),
            slots,
            Vector256.Create((ulong)(uint)_step),
            Vector256.Create(LastCounter(block)),
            _seed
        );
        return place switch
        {
            0 => x0,
            1 => x1,
            2 => x2,
            _ => x3,
        };
    }

    /// <summary>The words of several choices of one actor.</summary>
    /// <param name="row">Its environment's index in the batch.</param>
    /// <param name="slot">Its place there.</param>
    /// <param name="firstLane">The first of the choices.</param>
    /// <param name="words">One for each choice.</param>
    internal void Fill(long row, long slot, int firstLane, Span<uint> words)
    {
        Span<uint> several = stackalloc uint[Philox.Lanes * WordsPerBlock];
        int skipped = firstLane % WordsPerBlock;
        for (int done = 0, block = firstLane / WordsPerBlock; done < words.Length; block += Philox.Lanes)
        {
            FillBlocks(row, slot, block, several);
            Span<uint> wanted = several[skipped..];
            wanted = wanted[..Math.Min(wanted.Length, words.Length - done)];
            wanted.CopyTo(words[done..]);
            done += wanted.Length;
            skipped = 0;
        }
    }

    /// <summary>The words of four blocks, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FillBlocks(long row, long slot, int firstBlock, Span<uint> words)
    {
        (Vector256<ulong> x0, Vector256<ulong> x1, Vector256<ulong> x2, Vector256<ulong> x3) = Philox.Blocks(
            Vector256.Create((ulong)(uint)(_firstRow + row)),
            Vector256.Create((ulong)(uint)slot),
            Vector256.Create((ulong)(uint)_step),
            Vector256.Create(LastCounter(firstBlock)) + Vector256.Create(0UL, 1, 2, 3),
            _seed);

        // Two words a lane, so that half as many numbers have to be put in order one by one.
        Span<ulong> firstPairs = stackalloc ulong[Philox.Lanes];
        Span<ulong> secondPairs = stackalloc ulong[Philox.Lanes];
        (x0 | (x1 << 32)).CopyTo(firstPairs);
        (x2 | (x3 << 32)).CopyTo(secondPairs);
        Span<ulong> pairs = MemoryMarshal.Cast<uint, ulong>(words);
        for (int lane = 0; lane < Philox.Lanes; lane++)
        {
            pairs[2 * lane] = firstPairs[lane];
            pairs[(2 * lane) + 1] = secondPairs[lane];
        }
    }

    /// <summary>The counter of what the step has beyond 32 bits, and of a block of choices.</summary>
    private ulong LastCounter(int block) => ((ulong)(_step >> 32) << 16) | (uint)block;
}
