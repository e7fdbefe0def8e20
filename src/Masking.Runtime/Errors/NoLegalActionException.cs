using System.Globalization;
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
        : this(
            policy, head, rows, $"no legal choice in {RowText.Of(rows)} of the batch. Allow at least one choice in every row of its mask")
    {
    }

    private NoLegalActionException(string policy, string head, IReadOnlyList<long> rows, string problem)
        : base($"{policy}.{head}: {problem}, or declare [ActionMask(AllowEmpty = true)] where having none means \"no action\".")
    {
        Policy = policy;
        Head = head;
        Rows = rows;
    }

    /// <summary>
    /// Creates the exception for a head that chooses a number. The message states the first range without a legal number.
    /// </summary>
    /// <param name="policy">The name of the policy.</param>
    /// <param name="head">The name of the head.</param>
    /// <param name="rows">The indices in the batch of the environments without a legal number.</param>
    /// <param name="range">The range of the first of these environments.</param>
    /// <param name="declared">The declared interval.</param>
    internal static NoLegalActionException OfNumber(
        string policy, string head, IReadOnlyList<long> rows, (float Low, float High) range, (float Low, float High) declared) =>
        new(policy, head, rows, string.Create(
            CultureInfo.InvariantCulture,
            $"no legal number in {RowText.Of(rows)} of the batch: {(rows.Count > 1 ? "in the first of them, " : "")}the range {range.Low} "
                + $"to {range.High} contains no number of the declared interval, {declared.Low} to {declared.High}. Allow at least one "
                + $"number in every row of its range"));

    /// <summary>The name of the policy.</summary>
    public string Policy { get; }

    /// <summary>The name of the head without a legal choice.</summary>
    public string Head { get; }

    /// <summary>The indices in the batch of the environments without a legal choice, in ascending order.</summary>
    public IReadOnlyList<long> Rows { get; }
}
