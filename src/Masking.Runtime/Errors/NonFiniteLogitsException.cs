using Masking.Errors;

namespace Masking;

/// <summary>
/// A policy was asked to act, and the logits of a head are no distribution in some environment: a legal one is NaN or +inf, or all legal
/// ones are -inf. Or a network of action values was asked, and a legal value is NaN or +inf.
/// </summary>
/// <remarks>Nothing was chosen, and the random stream is where it was.</remarks>
public sealed class NonFiniteLogitsException : InvalidOperationException
{
    /// <summary>Names the head and the rows.</summary>
    /// <param name="policy">The policy that was asked.</param>
    /// <param name="head">The head whose logits are no distribution.</param>
    /// <param name="rows">The environments, by their index in the batch, in which they are none.</param>
    public NonFiniteLogitsException(string policy, string head, IReadOnlyList<long> rows)
        : base(
            $"{policy}.{head}: expected finite logits, got NaN or infinite ones in {RowText.Of(rows)} of the batch. "
                + "Check the observation and the parameters for NaN and infinity; where training diverged, lower the learning rate or clip gradients."
        )
    {
        Policy = policy;
        Head = head;
        Rows = rows;
    }

    /// <summary>The policy that was asked.</summary>
    public string Policy { get; }

    /// <summary>The head whose logits are no distribution.</summary>
    public string Head { get; }

    /// <summary>The environments, by their index in the batch, in which they are none.</summary>
    public IReadOnlyList<long> Rows { get; }
}
