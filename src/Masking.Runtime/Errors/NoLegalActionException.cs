using Masking.Errors;

namespace Masking;

/// <summary>
/// Thrown when an action mask allows no choice of the single agent in some environment, and the head does not declare
/// <see cref="ActionMaskAttribute.AllowEmpty"/>.
/// </summary>
/// <remarks>It is thrown before any native call, so the policy and its random stream are unchanged.</remarks>
/// <example>
/// <code>
/// DuelPolicy policy = new();
/// RandomStream stream = new(seed: 1);
/// using DuelPolicy.Batch batch = new(environments: 8);
/// batch.BidMask(environment: 2).AllowNone();
/// try
/// {
///     using Step&lt;DuelPolicy.Actions&gt; step = policy.Act(batch.Observation, stream);
/// }
/// catch (NoLegalActionException error)
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
public sealed class NoLegalActionException : InvalidOperationException
{
    /// <summary>Creates the exception. The message names the head and the rows.</summary>
    /// <param name="policy">The name of the policy.</param>
    /// <param name="head">The name of the head without a legal choice.</param>
    /// <param name="rows">The indices in the batch of the environments without a legal choice.</param>
    public NoLegalActionException(string policy, string head, IReadOnlyList<long> rows)
        : base(
            $"{policy}.{head}: no legal choice in {RowText.Of(rows)} of the batch. "
                + "Allow at least one choice in every row of its mask, or declare [ActionMask(AllowEmpty = true)] where having none means "
                + "\"no action\".")
    {
        Policy = policy;
        Head = head;
        Rows = rows;
    }

    /// <summary>The name of the policy.</summary>
    public string Policy { get; }

    /// <summary>The name of the head without a legal choice.</summary>
    public string Head { get; }

    /// <summary>The indices in the batch of the environments without a legal choice, in ascending order.</summary>
    public IReadOnlyList<long> Rows { get; }
}
