namespace Masking;

/// <summary>The interval from which one head and actor chooses a number: <c>range.Allow(-30, 90)</c>.</summary>
/// <example>
/// <code><![CDATA[
/// using var batch = new TurretPolicy.Batch(environments: 8);
/// batch.AngleRange(environment: 3).Allow(-30, 90);            // a wall limits the turn
/// batch.AngleRange(environment: 4).Allow(0, 0);               // the turret is blocked
///
/// [MaskedPolicy]
/// public sealed partial class TurretPolicy
/// {
///     [Observation(16)]                    public partial MlpEncoder View { get; }
///     [ActionMask(Low = -180, High = 180)] public partial Head<float> Angle { get; }
/// }
/// ]]></code>
/// </example>
public readonly ref struct RangeSpan
{
    private readonly string _name;
    private readonly Span<float> _ends;
    private readonly float _low;
    private readonly float _high;

    /// <summary>Creates an interval over existing memory.</summary>
    /// <param name="name">The name of the range, for error messages.</param>
    /// <param name="ends">The memory: the low and the high end.</param>
    /// <param name="low">The low end of the declared interval.</param>
    /// <param name="high">The high end of the declared interval.</param>
    /// <exception cref="ArgumentException">The memory does not have two elements.</exception>
    public RangeSpan(string name, Span<float> ends, float low, float high)
    {
        if (ends.Length != 2)
        {
            throw new ArgumentException($"{name}: expected two numbers, the low and the high end, got {ends.Length}.", nameof(ends));
        }

        _name = name;
        _ends = ends;
        (_low, _high) = (low, high);
    }

    /// <summary>The lowest legal number, if a number is legal.</summary>
    public float Low => _ends[0];

    /// <summary>The highest legal number, if a number is legal.</summary>
    public float High => _ends[1];

    /// <summary>
    /// Makes the numbers of an interval legal, as far as they are in the declared interval, and all others illegal.
    /// </summary>
    /// <param name="low">The lowest legal number.</param>
    /// <param name="high">
    /// The highest legal number. If it is below <paramref name="low"/>, or if the interval does not overlap the declared one, no number is
    /// legal.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An end is NaN. The interval is not changed.</exception>
    public void Allow(float low, float high)
    {
        if (float.IsNaN(low) || float.IsNaN(high))
        {
            throw new ArgumentOutOfRangeException(float.IsNaN(low) ? nameof(low) : nameof(high), float.NaN,
                $"{_name}: expected the ends of an interval, got NaN. Where no number is legal, call {nameof(AllowNone)}.");
        }

        // An interval without a legal number is stored as it is, so that error messages state it.
        (float clippedLow, float clippedHigh) = (Math.Max(low, _low), Math.Min(high, _high));
        (_ends[0], _ends[1]) = clippedLow <= clippedHigh ? (clippedLow, clippedHigh) : (low, high);
    }

    /// <summary>Makes every number of the declared interval legal.</summary>
    public void AllowAll() => (_ends[0], _ends[1]) = (_low, _high);

    /// <summary>Makes every number illegal.</summary>
    public void AllowNone() => (_ends[0], _ends[1]) = (_high, _low);
}
