using TorchSharp;

namespace Masking.Training;

/// <summary>The clip range of the probability ratio.</summary>
public sealed class RatioClip
{
    /// <summary>Creates a clip range.</summary>
    /// <param name="range">The clip range ε: the ratio is clipped to <c>[1 - ε, 1 + ε]</c>.</param>
    /// <param name="dual">The upper bound of the ratio where the advantage is negative, greater than 1; null disables the bound.</param>
    public RatioClip(double range, double? dual = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(range);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(dual ?? double.MaxValue, 1, nameof(dual));
        Range = range;
        Min = 1 - range;
        Max = 1 + range;
        Dual = dual is { } limit ? limit : null;
    }

    internal Scalar Range { get; }

    internal Scalar Min { get; }

    internal Scalar Max { get; }

    internal Scalar? Dual { get; }
}
