using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>Describes one of the choices of a <see cref="ChoiceTree"/>.</summary>
/// <param name="Logits"><c>(rows, choices)</c>; null where they depend on earlier choices and come from <see cref="Conditional"/>.</param>
/// <param name="Mask">
/// <c>(rows, choices)</c> bool, or, with <see cref="Tables"/>, <c>(rows, combinations of the choices of these parents, choices)</c>; null
/// allows every choice. For a number, the low and the high end of its interval instead of the flags of the choices.
/// </param>
internal sealed record Choice(Tensor? Logits, Tensor? Mask)
{
    /// <summary>The number of choices; 2 for a number.</summary>
    public long Columns { get; init; } = Logits?.size(-1) ?? 0;

    /// <summary>Whether the columns are independent bits; otherwise one of them is chosen.</summary>
    public bool IsFlags { get; init; }

    /// <summary>What the columns of a number mean; null for other choices.</summary>
    public NumberForm? Number { get; init; }

    /// <summary>The condition under which the choice is active; null: it always is.</summary>
    public Gate? Gate { get; init; }

    /// <summary>
    /// The parents whose choices select the row of the mask, the last one fastest. The choice is active only where all of them are. Empty:
    /// the mask has one row.
    /// </summary>
    public int[] Tables { get; init; } = [];

    /// <summary>
    /// Builds the distribution <c>(rows, …)</c> from the earlier choices and a mask <c>(rows, choices)</c>; null where
    /// <see cref="Logits"/> say it.
    /// </summary>
    public Func<ChoiceWalk, Tensor?, IMaskedChoice>? Conditional { get; init; }
}
