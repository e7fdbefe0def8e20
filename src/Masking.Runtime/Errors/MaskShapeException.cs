namespace Masking;

/// <summary>Thrown when a tensor does not have the shape, element type or device that a policy or a distribution expects.</summary>
/// <remarks>It is thrown before native code uses the tensor.</remarks>
/// <example>
/// <code>
/// Tensor logits = zeros(16, 5);
/// Tensor mask = ones(16, 4, dtype: ScalarType.Bool);
/// try
/// {
///     using MaskedCategorical distribution = new(logits, mask);
/// }
/// catch (MaskShapeException error)
/// {
///     Console.WriteLine($"{error.Member}: {error.Expected}");   // mask: (16, 5) bool
/// }
/// </code>
/// </example>
public sealed class MaskShapeException : ArgumentException
{
    /// <summary>Creates the exception. The message is composed of all arguments.</summary>
    /// <param name="policy">The policy or the distribution that received the tensor.</param>
    /// <param name="member">The member or the argument that the tensor was passed as.</param>
    /// <param name="expected">The expected shape and element type, with the names of axes where sizes are not fixed:
    /// <c>(batch, entities) bool</c>.</param>
    /// <param name="actual">The actual shape and element type: <c>(16, 5) float32</c>.</param>
    /// <param name="advice">How to correct the error.</param>
    public MaskShapeException(string policy, string member, string expected, string actual, string advice)
        : base($"{policy}.{member}: expected {expected}, got {actual}. {advice}")
    {
        Policy = policy;
        Member = member;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The policy or the distribution that received the tensor.</summary>
    public string Policy { get; }

    /// <summary>The member or the argument that the tensor was passed as.</summary>
    public string Member { get; }

    /// <summary>The expected shape and element type, for example <c>(batch, entities) bool</c>.</summary>
    public string Expected { get; }

    /// <summary>The actual shape and element type, for example <c>(16, 5) float32</c>.</summary>
    public string Actual { get; }
}
