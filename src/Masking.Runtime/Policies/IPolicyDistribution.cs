using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The joint distribution over the actions of all heads and actors, for a batch of observations. The generated <c>Distribution</c> types
/// implement the interface.
/// </summary>
/// <typeparam name="TSelf">The type that implements the interface.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
public interface IPolicyDistribution<TSelf, TActions> : IDisposable
    where TSelf : IPolicyDistribution<TSelf, TActions>
    where TActions : ITensorRecord<TActions>
{
    /// <summary>Samples the actions of all heads and actors.</summary>
    /// <param name="stream">The random stream. The call takes one step of it.</param>
    /// <param name="temperature">
    /// The logits are divided by the temperature: values below 1 sharpen the distribution, values above 1 flatten it. Masks apply at every
    /// temperature.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    TActions Sample(RandomStream stream, double temperature = 1);

    /// <summary>Returns the most probable legal actions; the lowest index wins a tie.</summary>
    TActions Mode();

    /// <summary>Returns the joint log-probability <c>(batch)</c> of the actions of all heads and actors, with gradients.</summary>
    /// <param name="actions">The actions of each environment.</param>
    /// <exception cref="MaskShapeException">The actions have another shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is out of range.</exception>
    Tensor LogProb(TActions actions);

    /// <summary>
    /// Returns the entropy <c>(batch)</c> in nats, with gradients. It is the sum over the heads. A head with several actors contributes the
    /// mean over the actors that have a legal choice, or the sum with <see cref="EntropyReduction.Sum"/>.
    /// </summary>
    Tensor Entropy();

    /// <summary>
    /// Returns the Kullback-Leibler divergence KL(this ‖ <paramref name="other"/>) <c>(batch)</c> of the joint action in nats, with
    /// gradients.
    /// </summary>
    /// <param name="other">A distribution for observations with the same actors.</param>
    Tensor KlDivergence(TSelf other);

    /// <summary>Returns the name of each head and the log-probability of its actions.</summary>
    /// <param name="actions">The actions of each environment.</param>
    /// <returns>
    /// Log-probabilities of the shape of the actors: <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>. The default
    /// implementation returns an empty sequence.
    /// </returns>
    IEnumerable<(string Head, Tensor LogProb)> HeadLogProbs(TActions actions) => [];

    /// <summary>
    /// Returns the name of each head and its entropy <c>(batch)</c> in nats, in the order of <see cref="HeadLogProbs"/>. The entropies add
    /// up to <see cref="Entropy"/>.
    /// </summary>
    /// <param name="actions">
    /// The actions of each environment, for which the entropy of a head that depends on earlier choices is estimated.
    /// </param>
    /// <returns>The default implementation returns an empty sequence.</returns>
    IEnumerable<(string Head, Tensor Entropy)> HeadEntropies(TActions actions) => [];

    /// <summary>Returns the joint log-probability of the actions of each actor, with gradients.</summary>
    /// <param name="actions">The actions of each environment.</param>
    /// <returns>
    /// A tensor of the shape of <see cref="Value"/>; 0 for absent actors. Null if the policy declares no value of each actor, which the
    /// default implementation returns.
    /// </returns>
    Tensor? LogProbPerActor(TActions actions) => null;

    /// <summary>
    /// The state values <c>(batch)</c>; null if the policy has no <c>[Value]</c>. With <see cref="ValueAttribute.Each"/>, the value of each
    /// actor: <c>(batch, entities)</c> or <c>(batch, height, width)</c>, 0 for absent actors.
    /// </summary>
    Tensor? Value { get; }
}
