using Masking.Errors;

namespace Masking;

/// <summary>
/// Thrown when a policy cannot act because the logits of a head do not define a distribution in some environment: the logit of a legal
/// choice is NaN or +inf, or the logits of all legal choices are -inf. A network of action values throws it when a legal value is NaN or
/// +inf.
/// </summary>
/// <remarks>No action was chosen, and the random stream is unchanged.</remarks>
/// <example>
/// <code>
/// DuelPolicy policy = new();
/// RandomStream stream = new(seed: 1);
/// using DuelPolicy.Batch batch = new(environments: 8);
/// batch.Hand(environment: 2)[0] = float.NaN;
/// try
/// {
///     using Step&lt;DuelPolicy.Actions&gt; step = policy.Act(batch.Observation, stream);
/// }
/// catch (NonFiniteLogitsException error)
/// {
///     Console.WriteLine($"{error.Head}: {string.Join(", ", error.Rows)}");   // Bid: 2
/// }
///
/// [MaskedPolicy]
/// public sealed partial class DuelPolicy
/// {
///     [Observation(6)]          public partial MlpEncoder Hand { get; }
///     [ActionMask(Choices = 5)] public partial Head&lt;int&gt; Bid { get; }
/// }
/// </code>
/// </example>
public sealed class NonFiniteLogitsException : InvalidOperationException
{
    /// <summary>Creates the exception. The message names the head and the rows.</summary>
    /// <param name="policy">The name of the policy.</param>
    /// <param name="head">The name of the head whose logits are not finite.</param>
    /// <param name="rows">The indices in the batch of the environments with such logits.</param>
    public NonFiniteLogitsException(string policy, string head, IReadOnlyList<long> rows)
        : base(
            $"{policy}.{head}: expected finite logits, got NaN or infinite ones in {RowText.Of(rows)} of the batch. "
                + "Check the observation and the parameters for NaN and infinity; where training diverged, lower the learning rate or clip "
                + "gradients.")
    {
        Policy = policy;
        Head = head;
        Rows = rows;
    }

    /// <summary>The name of the policy.</summary>
    public string Policy { get; }

    /// <summary>The name of the head whose logits are not finite.</summary>
    public string Head { get; }

    /// <summary>The indices in the batch of the environments with such logits.</summary>
    public IReadOnlyList<long> Rows { get; }
}
