using Masking.CompilerServices;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A head that says what every choice of a C# value is worth: one action value per choice, read off what its actor knows.
/// </summary>
/// <typeparam name="T">An enum, whose values in the order of their numbers are the choices; bool, for false and true; or int, for 0 …
/// choices - 1.</typeparam>
public sealed class QHead<T> : ProjectedHead where T : struct
{
    /// <summary>A head with parameters of its own.</summary>
    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="choices">Choices.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
    public QHead(int inputs, int choices)
        : base($"QHead<{typeof(T).Name}>", inputs, choices, Layers.Output)
    {
    }

    /// <summary>Computes the values of all choices of every actor, under a mask.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="actors">Who acts.</param>
    /// <param name="features"><c>(rows, inputs)</c>: what each actor knows.</param>
    /// <param name="mask"><c>(batch, choices)</c>, with Each <c>(batch, actors…, choices)</c>, bool; null allows everything.</param>
    /// <exception cref="MaskShapeException">The features do not fit the actors, or the mask does not fit the choices and
    /// actors.</exception>
    public ActorValues Judge(string policy, string name, ActorRows actors, Tensor features, Tensor? mask) =>
        ActorValues.Judge(policy, name, actors, features, this, mask);
}
