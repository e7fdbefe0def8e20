using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>One of the choices of a <see cref="ChoiceTree"/>.</summary>
/// <param name="Logits"><c>(rows, choices)</c>; null where they depend on what was chosen before, or are those of
/// <see cref="Along"/>.</param>
/// <param name="Mask">
/// <c>(rows, choices)</c> bool, or, with a <see cref="Table"/>, <c>(rows, choices of the parent, choices)</c>; null allows everything.
/// </param>
internal sealed record Choice(Tensor? Logits, Tensor? Mask)
{
    /// <summary>The number of choices.</summary>
    public long Columns { get; init; } = Logits?.size(-1) ?? 0;

    /// <summary>Whether the columns are independent bits, and not choices of which one is taken.</summary>
    public bool IsFlags { get; init; }

    /// <summary>When this choice is made at all; null: always.</summary>
    public Gate? Gate { get; init; }

    /// <summary>
    /// The earlier choice that selects the row of the mask, and without which this one is not made; null: the mask has one row.
    /// </summary>
    public int? Table { get; init; }

    /// <summary>
    /// The distribution <c>(rows, …)</c> under what was chosen before and a mask <c>(rows, choices)</c>; null where it is that of the
    /// logits.
    /// </summary>
    public Func<ChoiceWalk, Tensor?, IMaskedChoice>? Along { get; init; }

    /// <summary>Whether all of it goes through operations of the tensor library, also where it could be fused.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The distribution of this choice under a mask.</summary>
    /// <param name="logits"><c>(…, choices)</c>.</param>
    /// <param name="mask"><c>(…, choices)</c> bool; null allows everything.</param>
    public IMaskedChoice Distribution(Tensor logits, Tensor? mask) =>
        IsFlags ? new MaskedFlags(logits, mask, !IsPlain) : new MaskedCategorical(logits, mask, !IsPlain);
}

/// <summary>A condition on an earlier choice.</summary>
/// <param name="Parent">The earlier choice.</param>
/// <param name="Values">For each of its choices, whether the condition holds.</param>
internal sealed record Gate(int Parent, bool[] Values)
{
    /// <summary>The condition that lists the choices of the other one, of many.</summary>
    public static Gate Of(int parent, int choices, int[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(choices);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(choices, Array.MaxLength);
        bool[] holds = new bool[choices];
        foreach (int choice in values)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(choice, nameof(values));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(choice, choices, nameof(values));
            holds[choice] = true;
        }

        return new Gate(parent, holds);
    }
}
