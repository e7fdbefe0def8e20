using Masking.CompilerServices;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>A head that chooses a C# value. A dense layer computes one logit per choice from the features of an actor.</summary>
/// <typeparam name="T">
/// An enum, whose choices are its values in the order of their numbers; a <c>[Flags]</c> enum, whose single-bit values are independent
/// bits; bool, whose choices are false and true; int, whose choices are 0 … choices - 1; or a readonly record struct of these types, whose
/// parameters are independent choices. </typeparam>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class TankPolicy
/// {
///     [Observation(12)]         public partial MlpEncoder Sensors { get; }
///     [ActionMask]              public partial Head&lt;Order&gt; Command { get; }   // mask (batch, 3)
///     [ActionMask]              public partial Head&lt;bool&gt; Fire { get; }       // mask (batch, 2)
///     [ActionMask(Choices = 8)] public partial Head&lt;int&gt; Heading { get; }     // mask (batch, 8)
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

    /// <summary>Combines this head with its mask, as an input of <see cref="ActionPlan.Choose"/>.</summary>
    /// <param name="mask"><c>(batch, choices)</c>, with Each <c>(batch, actors…, choices)</c>, bool, true = allowed; null allows
    /// every choice.</param>
    public HeadInput Choose(Tensor? mask) => new(this, Choices, mask, null, null);
}
