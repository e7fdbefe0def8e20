using static TorchSharp.torch;

namespace Masking;

/// <summary>What a policy would do on a batch of observations: the generated <c>Distribution</c>.</summary>
/// <typeparam name="TSelf">The distribution.</typeparam>
/// <typeparam name="TActions">The policy's actions.</typeparam>
public interface IPolicyDistribution<TSelf, TActions> : IDisposable
    where TSelf : IPolicyDistribution<TSelf, TActions>
    where TActions : ITensorRecord<TActions>
{
    /// <summary>Draws the actions of all heads and actors.</summary>
    /// <param name="stream">The random numbers; takes one step of it.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    TActions Sample(RandomStream stream, double temperature = 1);

    /// <summary>The most probable legal actions, ties to the lowest index.</summary>
    TActions Mode();

    /// <summary>The joint log-probability <c>(batch)</c> over all heads and actors.</summary>
    /// <param name="actions">The actions of this batch.</param>
    Tensor LogProb(TActions actions);

    /// <summary>
    /// The entropy <c>(batch)</c> in nats: the sum over heads, and over the present actors of a set or map their mean, or their sum where
    /// the head says so.
    /// </summary>
    Tensor Entropy();

    /// <summary>The Kullback-Leibler divergence <c>(batch)</c> of the joint action, in nats.</summary>
    /// <param name="other">The distribution to compare with, on observations with the same actors.</param>
    Tensor KlDivergence(TSelf other);

    /// <summary>The log-probability of what each head chose, by the name of the head.</summary>
    /// <param name="actions">The actions of this batch.</param>
    /// <returns>
    /// Of the actors' shape: <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>; empty where heads are not told
    /// apart.
    /// </returns>
    IEnumerable<(string Head, Tensor LogProb)> HeadLogProbs(TActions actions) => [];

    /// <summary>The state values <c>(batch)</c>; null where the policy declares none.</summary>
    Tensor? Value { get; }
}
