using System.Diagnostics.CodeAnalysis;
using Masking.CompilerServices;
using Masking.Heads;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Base class of heads of your own that choose a C# value: the logits come from your layers. Masks, sampling and everything else are those
/// of
/// <see cref="Head{T}"/>. A derived class has a constructor <c>(int inputs, int choices)</c>, which the generated code calls; to use it
/// with
/// <c>[Given]</c>, the constructor has a third parameter <c>int[] given</c>.
/// </summary>
/// <typeparam name="T">The type of the choices, as for <see cref="Head{T}"/>.</typeparam>
/// <example>
/// A head with a hidden layer:
/// <code>
/// using TorchSharp.Modules;
///
/// public sealed class DeepHead : ChoiceHead&lt;Order&gt;
/// {
///     private readonly Linear hidden;
///     private readonly Linear output;
///
///     public DeepHead(int inputs, int choices) : base(nameof(DeepHead), inputs, choices)
///     {
///         hidden = nn.Linear(inputs, 64);
///         output = nn.Linear(64, choices);
///         RegisterComponents();
///     }
///
///     protected override Tensor Logits(Tensor features) => output.call(hidden.call(features).tanh());
/// }
///
/// [MaskedPolicy]
/// public sealed partial class PlatformPolicy
/// {
///     [Observation(12)] public partial MlpEncoder Sensors { get; }
///     [ActionMask]      public partial DeepHead Command { get; }       // mask (batch, 3)
/// }
///
/// public enum Order { Wait, Walk, Jump }
/// </code>
/// </example>
[DynamicallyAccessedMembers(PartFields.Preserved)]
public abstract class ChoiceHead<T> : ActionHead, ICustomHead
{
    /// <summary>Creates a head.</summary>
    /// <param name="name">The name of the module.</param>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="choices">The number of choices or bits. For a record struct, the sum over all parameters.</param>
    /// <param name="given">For each parent head, on whose choice the logits depend, the number of its choices. For a pointer or a subset,
    /// the width of the encodings of its candidates.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    protected ChoiceHead(string name, int inputs, int choices, params int[] given)
        : base(name, inputs, given) => Choices = Sizes.Positive(choices);

    /// <summary>The number of choices or bits. For a record struct, the sum over all parameters.</summary>
    public int Choices { get; }

    (string Policy, string Name) ICustomHead.Member { get; set; } = ("", "");

    /// <summary>Combines this head with its mask, as an input of <see cref="ActionPlan.Choose"/>.</summary>
    /// <param name="mask"><c>(batch, choices)</c>, with Each <c>(batch, actors…, choices)</c>, bool, true = allowed; null allows
    /// every choice.</param>
    public HeadInput Choose(Tensor? mask) => new(this, Choices, mask, null, null);

    /// <summary>Computes the logits of every choice. Masks are applied afterwards.</summary>
    /// <param name="features">
    /// <c>(rows, inputs)</c>: one row for each actor. With <c>[Given]</c>, they are combined with the choices of the parent heads.
    /// </param>
    /// <returns><c>(rows, choices)</c>.</returns>
    protected abstract Tensor Logits(Tensor features);

    /// <summary>Registers the modules and parameters that are stored in fields, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Preserve(GetType());
        base.RegisterComponents();
    }

    Tensor ICustomHead.Compute(Tensor features) => CustomHeads.Checked(this, features, Logits(features));
}
