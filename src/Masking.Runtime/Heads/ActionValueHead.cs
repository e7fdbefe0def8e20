using System.Diagnostics.CodeAnalysis;
using Masking.CompilerServices;
using Masking.Heads;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Base class of heads of action values of your own: the values come from your layers. Everything else is that of <see cref="QHead{T}"/>. A
/// derived class has a constructor <c>(int inputs, int choices)</c>, which the generated code calls.
/// </summary>
/// <typeparam name="T">The type of the choices, as for <see cref="QHead{T}"/>.</typeparam>
/// <example>
/// A dueling network (Wang et al. 2016, "Dueling Network Architectures for Deep Reinforcement Learning", equation 9):
/// <code>
/// using TorchSharp.Modules;
///
/// public sealed class DuelingHead : ActionValueHead&lt;Move&gt;
/// {
///     private static readonly Scalar one = 1;
///
///     private readonly Linear value;
///     private readonly Linear advantage;
///
///     public DuelingHead(int inputs, int choices) : base(nameof(DuelingHead), inputs, choices)
///     {
///         value = nn.Linear(inputs, 1);
///         advantage = nn.Linear(inputs, choices);
///         RegisterComponents();
///     }
///
///     protected override Tensor Values(Tensor features)
///     {
///         Tensor advantages = advantage.call(features);                           // (rows, choices)
///         return advantages.sub(advantages.mean([1], keepdim: true)).add(value.call(features), one);
///     }
/// }
///
/// [MaskedPolicy]
/// public sealed partial class PongValues
/// {
///     [Observation(8)] public partial MlpEncoder State { get; }
///     [ActionMask]     public partial DuelingHead Q { get; }
/// }
///
/// public enum Move { Up, Stay, Down }
/// </code>
/// </example>
[DynamicallyAccessedMembers(PartFields.Preserved)]
public abstract class ActionValueHead<T> : ActionHead, ICustomHead
{
    /// <summary>Creates a head.</summary>
    /// <param name="name">The name of the module.</param>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="choices">The number of choices.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    protected ActionValueHead(string name, int inputs, int choices)
        : base(name, inputs) => Choices = Sizes.Positive(choices);

    /// <summary>The number of choices.</summary>
    public int Choices { get; }

    (string Policy, string Name) ICustomHead.Member { get; set; } = ("", "");

    /// <inheritdoc cref="QHead{T}.Judge"/>
    public ActorValues Judge(string policy, string name, ActorRows actors, Tensor features, Tensor? mask) =>
        ActorValues.Create(policy, name, actors, features, this, Choices, ((ICustomHead)this).Compute, mask);

    /// <summary>Computes the values of every choice. Masks are applied afterwards.</summary>
    /// <param name="features"><c>(rows, inputs)</c>: one row for each actor.</param>
    /// <returns><c>(rows, choices)</c>.</returns>
    protected abstract Tensor Values(Tensor features);

    /// <summary>Registers the modules and parameters that are stored in fields, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Preserve(GetType());
        base.RegisterComponents();
    }

    Tensor ICustomHead.Compute(Tensor features) => CustomHeads.Checked(this, features, Values(features));
}
