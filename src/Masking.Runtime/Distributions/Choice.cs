using static TorchSharp.torch;

namespace Masking;

/// <summary>One of the choices of a <see cref="ChoiceTree"/>.</summary>
/// <param name="Logits"><c>(rows, choices)</c>.</param>
/// <param name="Mask">
/// <c>(rows, choices)</c> bool, or, with a <see cref="Table"/>, <c>(rows, choices of the parent, choices)</c>; null allows everything.
/// </param>
internal sealed record Choice(Tensor Logits, Tensor? Mask)
{
    /// <summary>When this choice is made at all; null: always.</summary>
    public Gate? Gate { get; init; }

    /// <summary>The earlier choice that selects the row of the mask, and without which this one is not made; null: the mask has one row.</summary>
    public int? Table { get; init; }
}

/// <summary>A condition on an earlier choice.</summary>
/// <param name="Parent">The earlier choice.</param>
/// <param name="Values">For each of its choices, whether the condition holds.</param>
internal sealed record Gate(int Parent, bool[] Values);
