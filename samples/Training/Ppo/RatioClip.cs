using TorchSharp;

namespace Masking.Samples.Training;

/// <summary>The limits of the probability ratio.</summary>
public sealed class RatioClip
{
    /// <summary>Limits of the ratio.</summary>
    /// <param name="range">How far it may leave 1.</param>
    /// <param name="dual">The most that it counts for where the advantage is negative, above 1; null does not limit it.</param>
    public RatioClip(double range, double? dual = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(range);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(dual ?? double.MaxValue, 1, nameof(dual));
        Range = range;
        Least = 1 - range;
        Most = 1 + range;
        Dual = dual is { } limit ? limit : null;
    }

    internal Scalar Range { get; }

    internal Scalar Least { get; }

    internal Scalar Most { get; }

    internal Scalar? Dual { get; }
}
