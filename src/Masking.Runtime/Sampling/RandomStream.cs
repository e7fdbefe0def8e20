namespace Masking;

/// <summary>
/// A reproducible stream of random numbers. Every number is a function of the seed, the step and the row, so the same seed gives the same
/// actions for any number of threads and any split of the batch.
/// </summary>
/// <remarks>
/// Each sampling call takes one step of the stream. To sample parts of a batch separately, create a stream for each part and set its
/// <see cref="FirstRow"/> to the first row of the part. To save a stream, save <see cref="Seed"/> and <see cref="Step"/>. A stream can be
/// used by one thread at a time. The generator is Philox4x32-10 (Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3").
/// </remarks>
/// <example>
/// <code><![CDATA[
/// var distribution = new MaskedCategorical(zeros(4, 6));                  // four dice
/// var stream = new RandomStream(seed: 7);
/// Tensor dice = distribution.Sample(stream);                              // (4) int64
///
/// // The last two dice alone have the same values as in the batch of four.
/// var lastTwo = new MaskedCategorical(zeros(2, 6));
/// Tensor same = lastTwo.Sample(new RandomStream(seed: 7, firstRow: 2));   // equals dice[2..]
///
/// // Continue the stream in another process.
/// var continued = new RandomStream(stream.Seed, stream.Step);
/// ]]></code>
/// </example>
public sealed class RandomStream
{
    private const long MaxSteps = 1L << 48;

    /// <summary>Creates a stream.</summary>
    /// <param name="seed">The seed. Streams with different seeds are independent.</param>
    /// <param name="step">The first step, from 0 to 2^48 - 1. To continue another stream, pass its <see cref="Step"/>.</param>
    /// <param name="firstRow">The index, in the whole batch, of the first row that is sampled with this stream; from 0 to 2^32 - 1.</param>
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

    /// <summary>The next step. Each sampling call increments it.</summary>
    public long Step { get; private set; }

    /// <summary>The index, in the whole batch, of the first row that is sampled with this stream.</summary>
    public long FirstRow { get; }

    /// <summary>Returns to an earlier step, if the random numbers that were drawn since then are not used.</summary>
    /// <param name="step">An earlier value of <see cref="Step"/>.</param>
    internal void Rewind(long step) => Step = step;

    /// <summary>Takes one step of the stream, and returns the random numbers of that step.</summary>
    /// <param name="temperature">
    /// The temperature of the draw. The logits are divided by it: values below 1 sharpen the distribution, values above 1 flatten it.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="temperature"/> is not a positive finite number. The stream keeps its position.
    /// </exception>
    public RandomDraw Next(double temperature = 1)
    {
        RequireTemperature(temperature);
        RandomDraw draw = new(Seed, Step, FirstRow, temperature);
        Step = (Step + 1) % MaxSteps;
        return draw;
    }

    /// <summary>Requires a positive finite temperature.</summary>
    internal static void RequireTemperature(double temperature)
    {
        if (!(temperature > 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(temperature),
                temperature,
                "expected a positive finite temperature; for the most probable choice use Mode."
            );
        }
    }
}
