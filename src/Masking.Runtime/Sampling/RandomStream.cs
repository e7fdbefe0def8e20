namespace Masking;

/// <summary>
/// The random numbers of a run: every number is a function of (seed, step, row), so the same seed gives the same actions
/// on any number of threads and for any split of the batch.
/// </summary>
/// <remarks>
/// Each sampling call takes one step. To sample parts of one batch apart, give each part a stream of its own whose
/// <see cref="FirstRow"/> is the part's first row. <see cref="Seed"/> and <see cref="Step"/> are all there is to save.
/// Not safe for use by several threads at once.
/// </remarks>
public sealed class RandomStream
{
    private const long MaxSteps = 1L << 48;

    /// <summary>A stream for <paramref name="seed"/>.</summary>
    /// <param name="seed">Any number; different seeds give independent streams.</param>
    /// <param name="step">The step to begin with, for going on where another stream stopped; 0 to 2^48 - 1.</param>
    /// <param name="firstRow">The row of the whole batch that is row 0 of the batches sampled with this stream.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> or <paramref name="firstRow"/> is out of range.</exception>
    public RandomStream(long seed, long step = 0, long firstRow = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, MaxSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstRow, uint.MaxValue);
        Seed = seed;
        Step = step;
        FirstRow = firstRow;
    }

    /// <summary>The seed.</summary>
    public long Seed { get; }

    /// <summary>The number of steps taken so far.</summary>
    public long Step { get; private set; }

    /// <summary>The row of the whole batch that is row 0 of the batches sampled with this stream.</summary>
    public long FirstRow { get; }

    /// <summary>Goes back to an earlier step: the numbers since then were not used.</summary>
    /// <param name="step">A value that <see cref="Step"/> had before.</param>
    internal void Return(long step) => Step = step;

    /// <summary>Takes one step, and gives the random numbers of the step taken.</summary>
    /// <param name="temperature">What logits are divided by before they are drawn from: below 1 sharpens, above 1 flattens.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number; no step was
    /// taken.</exception>
    public RandomDraw Next(double temperature = 1)
    {
        if (!(temperature > 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(temperature),
                temperature,
                "expected a positive finite temperature; for the most probable choice use Mode."
            );
        }

        RandomDraw draw = new(Seed, Step, FirstRow, temperature);
        Step = (Step + 1) % MaxSteps;
        return draw;
    }
}
