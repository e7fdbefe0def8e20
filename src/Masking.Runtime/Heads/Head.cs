using Masking.CompilerServices;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>A head that chooses a C# value: one logit per choice, read off what its actor knows.</summary>
/// <typeparam name="T">
/// An enum, whose values in the order of their numbers are the choices; a <c>[Flags]</c> enum, whose single-bit values are independent
/// bits; bool, for false and true; int, for 0 … choices - 1; or a readonly record struct of these, whose parameters are chosen side by
/// side.
/// </typeparam>
public sealed class Head<T> : ProjectedHead where T : struct
{
    /// <summary>A head with parameters of its own.</summary>
    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="choices">Choices, or bits; of a record struct those of all parameters together.</param>
    /// <param name="given">For each other head whose choice the logits depend on: its choices, or the numbers in the encoding of what it
    /// points at.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
    public Head(int inputs, int choices, params int[] given)
        : base($"Head<{typeof(T).Name}>", inputs, choices, Layers.Logits, given)
    {
    }

    /// <summary>Has this head choose under a mask, as one of the heads of an <see cref="ActorHeads"/>.</summary>
    /// <param name="mask"><c>(batch, choices)</c>, with Each <c>(batch, actors…, choices)</c>, bool; null allows everything.</param>
    public HeadInput Choose(Tensor? mask) => new(this, Choices, mask, null, null);
}
