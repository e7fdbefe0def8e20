namespace Masking;

/// <summary>The random numbers of one step of a <see cref="RandomStream"/>.</summary>
public readonly struct RandomDraw
{
    /// <summary>Bits of a cell's place that say its column.</summary>
    internal const int BitsPerColumn = 16;

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
    /// <param name="slot">The actor's place in its environment: its entity, or its cell as <c>y · 2^16 + x</c>; 0 for the one agent.</param>
    /// <param name="lane">Which of the actor's choices: the head, counted over the whole policy.</param>
    public double Uniform(long row, long slot, int lane)
    {
        Span<double> uniform = stackalloc double[1];
        Fill(row, slot, lane, uniform);
        return uniform[0];
    }

    /// <summary>The uniform numbers of several choices of one actor, each as <see cref="Uniform"/> gives it.</summary>
    internal void Fill(long row, long slot, int firstLane, Span<double> uniforms)
    {
        int i = 0;
        while (i < uniforms.Length)
        {
            (int block, int place) = Math.DivRem(firstLane + i, WordsPerBlock);
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block((uint)(_firstRow + row), (uint)slot, (uint)_step, ((uint)(_step >> 32) << 16) | (uint)block, _seed);
            for (; place < WordsPerBlock && i < uniforms.Length; place++)
            {
                uint word = place switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
                uniforms[i++] = (word + 0.5) / 4294967296.0;
            }
        }
    }
}
