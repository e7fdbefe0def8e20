using Masking.CompilerServices;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A head of action values: a dense layer computes one value per choice from the features of an actor.
/// </summary>
/// <example>
/// <code>
/// PaddleValues network = new();
/// RandomStream stream = new(seed: 1);
/// using PaddleValues.Batch batch = new(environments: 16);
/// PaddleValues.Actions actions = network.Act(batch.Observation, epsilon: 0.1, stream);   // actions.Q: (16) int64
///
/// [MaskedPolicy]
/// public sealed partial class PaddleValues
/// {
///     [Observation(8)] public partial MlpEncoder State { get; }
///     [ActionMask]     public partial QHead&lt;Move&gt; Q { get; }
/// }
///
/// public enum Move { Up, Stay, Down }
/// </code>
/// </example>
/// <typeparam name="T">An enum, whose choices are its values in the order of their numbers; bool, whose choices are false and true; or int,
/// whose choices are 0 … choices - 1.</typeparam>
public sealed class QHead<T> : ProjectedHead
{
    /// <summary>Creates a head with new parameters.</summary>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="choices">The number of choices.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public QHead(int inputs, int choices)
        : base($"QHead<{typeof(T).Name}>", inputs, choices, Layers.Output)
    {
    }

    /// <summary>Computes the values of all choices of every actor.</summary>
    /// <param name="policy">The name of the policy, for errors.</param>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="actors">The actors.</param>
    /// <param name="features">The features of each actor, <c>(rows, inputs)</c>, floating point.</param>
    /// <param name="mask"><c>(batch, choices)</c>, with Each <c>(batch, actors…, choices)</c>, bool, true = allowed; null allows
    /// every choice.</param>
    /// <exception cref="MaskShapeException">The features or the mask have a wrong shape, element type or device.</exception>
    public ActorValues Judge(string policy, string name, ActorRows actors, Tensor features, Tensor? mask) =>
        ActorValues.Create(policy, name, actors, features, this, mask);
}
