namespace Masking;

/// <summary>A tensor does not have the shape, element type or device that the declaration asks for.</summary>
/// <remarks>Thrown before any native call, so that nothing has happened yet.</remarks>
public sealed class MaskShapeException : ArgumentException
{
    /// <summary>Names what was wrong.</summary>
    /// <param name="policy">The policy, or the distribution, that was given the tensor.</param>
    /// <param name="member">The member, or the argument, that the tensor was given as.</param>
    /// <param name="expected">What was expected, in the declaration's own words: <c>(batch, entities) bool</c>.</param>
    /// <param name="actual">What came: <c>(16, 5) float32</c>.</param>
    /// <param name="advice">What to do about it.</param>
    public MaskShapeException(string policy, string member, string expected, string actual, string advice)
        : base($"{policy}.{member}: expected {expected}, got {actual}. {advice}")
    {
        Policy = policy;
        Member = member;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The policy, or the distribution, that was given the tensor.</summary>
    public string Policy { get; }

    /// <summary>The member, or the argument, that the tensor was given as.</summary>
    public string Member { get; }

    /// <summary>What was expected, in the declaration's own words.</summary>
    public string Expected { get; }

    /// <summary>What came.</summary>
    public string Actual { get; }
}
