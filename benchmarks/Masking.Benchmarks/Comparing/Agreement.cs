using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>Checks that two contenders compute the same results before their times are compared.</summary>
internal static class Agreement
{
    /// <summary>The largest allowed difference between two float32 results, relative to the greatest expected value.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>
    /// The largest allowed deviation of a frequency, in standard deviations. A correct column exceeds it once in 500 million.
    /// </summary>
    private const double MaxDeviations = 6;

    /// <summary>The expected count below which the distribution of a frequency is too far from normal to be checked.</summary>
    private const double MinExpectedCount = 20;

    private const int MinDraws = 10;
    private const int MaxDraws = 1_000;

    private static readonly Scalar MinDivisor = Tolerance;
    private static readonly TimeSpan MaxDuration = TimeSpan.FromMilliseconds(300);

    /// <summary>Throws if two results differ.</summary>
    /// <param name="what">The name of the results, for the error message.</param>
    /// <param name="ours">The result of the library.</param>
    /// <param name="theirs">The result of the baseline.</param>
    /// <exception cref="DisagreementException">The results differ, or contain NaN.</exception>
    public static void RequireClose(string what, Tensor ours, Tensor theirs)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!ours.shape.SequenceEqual(theirs.shape))
        {
            throw new DisagreementException(
                $"{what}: expected the shape ({string.Join(", ", theirs.shape)}) of the baseline, got ({string.Join(", ", ours.shape)})."
            );
        }

        Tensor expected = theirs.detach().to(ScalarType.Float64);
        Tensor error = ours.detach().to(ScalarType.Float64).sub(expected).abs();
        double worst = error.numel() == 0 ? 0 : error.max().div(expected.abs().max().clamp_min(MinDivisor)).ToDouble();
        if (!(worst <= Tolerance))
        {
            throw new DisagreementException($"{what}: ours differ from the baseline's by {worst:G2}, more than {Tolerance:G2}.");
        }
    }

    /// <summary>Throws if a masked choice is drawn, or if the frequency of a choice does not match its probability.</summary>
    /// <param name="what">The name of the draws, for the error message.</param>
    /// <param name="probs"><c>(rows, columns)</c>: the probability of each choice, 0 where masked.</param>
    /// <param name="draw">Draws once for all rows. It returns <c>(rows, columns)</c>: 1 for the choices drawn, 0 elsewhere.</param>
    /// <exception cref="DisagreementException">The draws do not match the probabilities.</exception>
    public static void RequireFrequencies(string what, Tensor probs, Func<Tensor> draw)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor expected = probs.detach().to(ScalarType.Float64);
        Tensor counts = zeros_like(expected);
        int draws = 0;
        for (
            long started = Stopwatch.GetTimestamp();
            draws < MinDraws || (draws < MaxDraws && Stopwatch.GetElapsedTime(started) < MaxDuration);
            draws++
        )
        {
            using DisposeScope once = NewDisposeScope();
            counts.add_(draw(), Scalars.One);
        }

        if (counts.masked_select(expected.eq(Scalars.Zero)).sum().ToDouble() is > 0 and double masked)
        {
            throw new DisagreementException($"{what}: {masked} of {draws} draws of all rows are masked.");
        }

        using Scalar times = draws;
        double[] drawn = [.. counts.sum(dim: 0).data<double>()];
        double[] means = [.. expected.sum(dim: 0).mul(times).data<double>()];
        double[] variances = [.. expected.sub(expected.mul(expected)).sum(dim: 0).mul(times).data<double>()];
        for (int column = 0; column < means.Length; column++)
        {
            // The variance of an almost certain choice is close to 0. The second term allows for float32 rounding.
            double allowed = (MaxDeviations * Math.Sqrt(variances[column])) + (Tolerance * means[column]);
            if (means[column] >= MinExpectedCount && !(Math.Abs(drawn[column] - means[column]) <= allowed))
            {
                throw new DisagreementException(
                    $"{what}: column {column} was drawn {drawn[column]} times instead of about {means[column]:F0}."
                );
            }
        }
    }

    /// <summary>One-hot encoding of choices, in the format that <see cref="RequireFrequencies"/> expects from its draws.</summary>
    /// <param name="actions"><c>(rows)</c> int64.</param>
    /// <param name="columns">The number of choices.</param>
    public static Tensor OneHot(Tensor actions, long columns)
    {
        using DisposeScope scope = NewDisposeScope();
        using Scalar end = columns;
        return actions.unsqueeze(-1).eq(arange(Scalars.Zero, end, Scalars.One)).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }
}
