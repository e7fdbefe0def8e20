using static TorchSharp.torch;

namespace Masking;

/// <summary>A head that chooses a C# value: one logit per choice, read off what its actor knows.</summary>
/// <typeparam name="T">
/// An enum, whose values in the order of their declaration are the choices; bool, for false and true; or int, for 0 … choices - 1.
/// </typeparam>
public sealed class Head<T> : ProjectedHead where T : struct
{
    /// <summary>A head with parameters of its own.</summary>
    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="choices">Choices.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Head(int inputs, int choices)
        : base($"Head<{typeof(T).Name}>", inputs, choices, Layers.Logits)
    {
    }

    /// <summary>Has this head choose under a mask, as one of the heads of an <see cref="ActorHeads"/>.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="mask"><c>(batch, choices)</c>, with Each <c>(batch, actors…, choices)</c>, bool; null allows everything.</param>
    public HeadInput Choose(string name, Tensor? mask) => new(this, name, Choices, mask, null, null);
}
