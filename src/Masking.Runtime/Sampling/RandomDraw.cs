using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Masking.Sampling;

namespace Masking;

/// <summary>The random numbers of one step of a <see cref="RandomStream"/>.</summary>
public readonly struct RandomDraw
{
    /// <summary>The number of low bits of a cell's slot that contain its column.</summary>
    internal const int BitsPerColumn = 16;

    /// <summary>The maximum number of random numbers per actor and step: the counter has 16 bits for blocks of four words.</summary>
    internal const int MaxLanes = WordsPerBlock << 16;

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

    /// <summary>The divisor of the logits: below 1 sharpens the distribution, above 1 flattens it.</summary>
    public double Temperature { get; }

    /// <summary>The uniform number in the open interval (0, 1), in steps of 2^-32, that belongs to one choice of one actor.</summary>
    /// <param name="row">The environment's index in the batch.</param>
    /// <param name="slot">
    /// The actor's slot in its environment: the index of its entity, or its cell as <c>y · 2^16 + x</c>; 0 for a single agent.
    /// </param>
    /// <param name="lane">The index of the random number among those of the actor, counted over the whole policy; below 2^18.</param>
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
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lane, MaxLanes);
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

    /// <summary>One random word for each of four actors.</summary>
    /// <param name="rows">The indices of their environments in the batch.</param>
    /// <param name="slots">Their slots in the environments, in 32 bits.</param>
    /// <param name="lane">The index of the word among those of an actor.</param>
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

    /// <summary>Several consecutive random words of one actor.</summary>
    /// <param name="row">The index of its environment in the batch.</param>
    /// <param name="slot">Its slot in the environment.</param>
    /// <param name="firstLane">The index of the first word.</param>
    /// <param name="words">Receives the words.</param>
    internal void Fill(long row, long slot, int firstLane, Span<uint> words)
    {
        Span<uint> several = stackalloc uint[Philox.Lanes * WordsPerBlock];
        int skipped = firstLane % WordsPerBlock;
        for (int done = 0, block = firstLane / WordsPerBlock; done < words.Length; block += Philox.Lanes)
        {
            if (skipped == 0 && words.Length - done >= several.Length)
            {
                FillBlocks(row, slot, block, words.Slice(done, several.Length));
                done += several.Length;
                continue;
            }

            FillBlocks(row, slot, block, several);
            Span<uint> wanted = several[skipped..];
            wanted = wanted[..Math.Min(wanted.Length, words.Length - done)];
            wanted.CopyTo(words[done..]);
            done += wanted.Length;
            skipped = 0;
        }
    }

    /// <summary>The words of four consecutive blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FillBlocks(long row, long slot, int firstBlock, Span<uint> words)
    {
        (Vector256<ulong> x0, Vector256<ulong> x1, Vector256<ulong> x2, Vector256<ulong> x3) = Philox.Blocks(
            Vector256.Create((ulong)(uint)(_firstRow + row)),
            Vector256.Create((ulong)(uint)slot),
            Vector256.Create((ulong)(uint)_step),
            Vector256.Create(LastCounter(firstBlock)) + Vector256.Create(0UL, 1, 2, 3),
            _seed);

        // Two words per lane halve the number of scalar stores.
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

    /// <summary>The last word of the counter: the upper bits of the step, and the block.</summary>
    private ulong LastCounter(int block) => ((ulong)(_step >> 32) << 16) | (uint)block;
}
