using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>Whether two contenders give the same results. What does not agree is not worth timing.</summary>
internal static class Agreement
{
    /// <summary>How far two computations of the same in float32 may lie apart, relative to the greatest value.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Standard deviations that a frequency may lie off its probability: one honest column in 500 million does.</summary>
    private const double Deviations = 6;

    /// <summary>Draws of a column below which its frequency is not yet close to normal.</summary>
    private const double FewestExpected = 20;

    private const int FewestDraws = 10;
    private const int MostDraws = 1_000;

    private static readonly Scalar Floor = Tolerance;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>Refuses results that differ.</summary>
    /// <param name="what">What they are, for the error.</param>
    /// <param name="ours">Of the library.</param>
    /// <param name="theirs">Of the baseline.</param>
    /// <exception cref="DisagreementException">They differ, or are not all numbers.</exception>
    public static void Same(string what, Tensor ours, Tensor theirs)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!ours.shape.SequenceEqual(theirs.shape))
        {
            throw new DisagreementException(
                $"{what}: ours are ({string.Join(", ", ours.shape)}), the baseline's ({string.Join(", ", theirs.shape)})."
            );
        }

        Tensor expected = theirs.detach().to(ScalarType.Float64);
        Tensor error = ours.detach().to(ScalarType.Float64).sub(expected).abs();
        double worst = error.numel() == 0 ? 0 : error.max().div(expected.abs().max().clamp_min(Floor)).ToDouble();
        if (!(worst <= Tolerance))
        {
            throw new DisagreementException($"{what}: ours differ from the baseline's by {worst:G2}, more than {Tolerance:G2}.");
        }
    }

    /// <summary>Refuses draws that are masked, or come too often or too seldom.</summary>
    /// <param name="what">Whose they are, for the error.</param>
    /// <param name="probs"><c>(rows, columns)</c>: the probability of each column being drawn, 0 where masked.</param>
    /// <param name="draw">Draws once for all rows: <c>(rows, columns)</c>, 1 at what was drawn and 0 elsewhere.</param>
    /// <exception cref="DisagreementException">They do not fit the probabilities.</exception>
    public static void Drawn(string what, Tensor probs, Func<Tensor> draw)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor expected = probs.detach().to(ScalarType.Float64);
        Tensor counts = zeros_like(expected);
        int draws = 0;
        for (
            long started = Stopwatch.GetTimestamp();
            draws < FewestDraws || (draws < MostDraws && Stopwatch.GetElapsedTime(started) < Patience);
            draws++
        )
        {
            using DisposeScope once = NewDisposeScope();
            counts.add_(draw(), Scalars.One);
        }

        if (counts.masked_select(expected.eq(Scalars.Zero)).sum().ToDouble() is > 0 and double illegal)
        {
            throw new DisagreementException($"{what}: {illegal} of {draws} draws of all rows are masked.");
        }

        using Scalar times = draws;
        double[] ofColumns = [.. counts.sum(dim: 0).data<double>()];
        double[] means = [.. expected.sum(dim: 0).mul(times).data<double>()];
        double[] variances = [.. expected.sub(expected.mul(expected)).sum(dim: 0).mul(times).data<double>()];
        for (int column = 0; column < means.Length; column++)
        {
            // What is certain, or nearly, has no room to vary in but float32's rounding.
            double allowed = (Deviations * Math.Sqrt(variances[column])) + (Tolerance * means[column]);
            if (means[column] >= FewestExpected && !(Math.Abs(ofColumns[column] - means[column]) <= allowed))
            {
                throw new DisagreementException(
                    $"{what}: column {column} was drawn {ofColumns[column]} times instead of about {means[column]:F0}."
                );
            }
        }
    }

    /// <summary>What was drawn, as <see cref="Drawn"/> takes it: a 1 for each row's choice.</summary>
    /// <param name="actions"><c>(rows)</c> int64.</param>
    /// <param name="columns">The number of choices.</param>
    public static Tensor Ones(Tensor actions, long columns)
    {
        using DisposeScope scope = NewDisposeScope();
        using Scalar end = columns;
        return actions.unsqueeze(-1).eq(arange(Scalars.Zero, end, Scalars.One)).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }
}
