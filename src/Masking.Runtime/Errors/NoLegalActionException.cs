using Masking.Errors;

namespace Masking;

/// <summary>
/// The mask of a head of the one agent forbids every choice in some environment, although the head does not say
/// <see cref="ActionMaskAttribute.AllowEmpty"/>.
/// </summary>
/// <remarks>Thrown before any native call, so that nothing has happened yet.</remarks>
public sealed class NoLegalActionException : InvalidOperationException
{
    /// <summary>Names the head and the rows.</summary>
    /// <param name="policy">The policy that was asked.</param>
    /// <param name="head">The head without a legal choice.</param>
    /// <param name="rows">The environments, by their index in the batch, in which it has none.</param>
    public NoLegalActionException(string policy, string head, IReadOnlyList<long> rows)
        : base(
            $"{policy}.{head}: no legal choice in {RowText.Of(rows)} of the batch. "
                + "Allow at least one choice in every row of its mask, or declare [ActionMask(AllowEmpty = true)] where having none means \"no action\"."
        )
    {
        Policy = policy;
        Head = head;
        Rows = rows;
    }

    /// <summary>The policy that was asked.</summary>
    public string Policy { get; }

    /// <summary>The head without a legal choice.</summary>
    public string Head { get; }

    /// <summary>The environments, by their index in the batch, without a legal choice.</summary>
    public IReadOnlyList<long> Rows { get; }
}
