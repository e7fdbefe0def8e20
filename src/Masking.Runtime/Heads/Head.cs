using Masking.CompilerServices;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A head that chooses a C# value. A dense layer computes one logit per choice from the features of an actor, and the location and the
/// scale of a number.
/// </summary>
/// <typeparam name="T">
/// An enum, whose choices are its values in the order of their numbers; a <c>[Flags]</c> enum, whose single-bit values are independent
/// bits; bool, whose choices are false and true; int, whose choices are 0 … choices - 1; float, which is a number from an interval; or a
/// readonly record struct of these types, whose parameters are independent choices.</typeparam>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class TankPolicy
/// {
///     [Observation(12)]         public partial MlpEncoder Sensors { get; }
///     [ActionMask]              public partial Head&lt;Order&gt; Command { get; }   // mask (batch, 3)
///     [ActionMask]              public partial Head&lt;bool&gt; Fire { get; }       // mask (batch, 2)
///     [ActionMask(Choices = 8)] public partial Head&lt;int&gt; Heading { get; }     // mask (batch, 8)
///     [ActionMask(Low = -90, High = 90)]
///                               public partial Head&lt;float&gt; Turret { get; }    // range (batch, 2)
/// }
///
/// public enum Order { Hold, Advance, Retreat }
/// </code>
/// </example>
public sealed class Head<T> : ProjectedHead
{
    /// <summary>Creates a head with new parameters.</summary>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="choices">The number of choices or bits. For a record struct, the sum over all parameters.</param>
    /// <param name="given">For each parent head, on whose choice the logits depend, the number of its choices. For a pointer or a subset,
    /// the width of the encodings of its candidates.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public Head(int inputs, int choices, params int[] given)
        : base($"Head<{typeof(T).Name}>", inputs, choices, Layers.Logits, given)
    {
    }

    /// <summary>Creates a head that chooses numbers from intervals, with new parameters.</summary>
    /// <remarks>
    /// The output has one column for each choice, followed by two for each number: the location and the logarithm of the scale, both in
    /// half widths of the declared interval. The weights of the scale are initially 0, so that the scale is half the width of the interval.
    /// </remarks>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="columns">The number of choices, which is 0 for a float, and the number of numbers, which is 1 for a float.</param>
    /// <param name="given">As for the other constructor. A number counts as one choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public Head(int inputs, (int Choices, int Numbers) columns, params int[] given)
        : base($"Head<{typeof(T).Name}>", inputs, columns.Choices, Layers.Logits, given, columns.Numbers)
    {
    }

    /// <summary>Combines this head with its mask, as an input of <see cref="ActionPlan.Choose"/>.</summary>
    /// <param name="mask"><c>(batch, choices)</c>, with Each <c>(batch, actors…, choices)</c>, bool, true = allowed; null allows
    /// every choice.</param>
    public HeadInput Choose(Tensor? mask) => new(this, mask, null);

    /// <summary>
    /// Combines this head with its mask and the intervals of its numbers, as an input of <see cref="ActionPlan.Choose"/>.
    /// </summary>
    /// <param name="mask">As for the other overload; null for a head without choices.</param>
    /// <param name="range"><c>(batch, 2)</c>, with Each <c>(batch, actors…, 2)</c>, float32: the low and the high end of the interval; null
    /// allows the declared interval. For a record struct, an axis of numbers precedes the last axis.</param>
    public HeadInput Choose(Tensor? mask, Tensor? range) => new(this, mask, range);
}
