using Masking.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>The distribution of one choice under its mask, for every row.</summary>
/// <remarks>The caller has checked the shape and range of actions.</remarks>
internal interface IMaskedChoice : IDisposable
{
    /// <summary>Whether a dispose scope has disposed the tensors.</summary>
    bool IsReleased { get; }

    /// <summary>The same distribution in tensor operations. This object disposes it.</summary>
    IMaskedChoice Plain { get; }

    /// <summary>Draws an action for every row.</summary>
    /// <param name="uniforms">The random numbers of every row.</param>
    /// <param name="firstLane">The first of the numbers that a row uses.</param>
    Tensor Sample(RowUniforms uniforms, int firstLane);

    /// <summary>The most probable legal action of every row.</summary>
    Tensor Mode();

    /// <summary>The log-probability <c>(rows)</c> of actions.</summary>
    Tensor LogProb(Tensor actions);

    /// <summary>The probabilities of the choices.</summary>
    /// <param name="actions">
    /// The earlier picks on which the probabilities of a subset are conditioned; other distributions ignore them.
    /// </param>
    Tensor Probs(Tensor? actions = null);

    /// <summary>The entropy <c>(rows)</c> in nats.</summary>
    /// <param name="actions">As for <see cref="Probs"/>.</param>
    Tensor Entropy(Tensor? actions = null);

    /// <summary>The Kullback-Leibler divergence <c>(rows)</c> in nats.</summary>
    /// <param name="other">q: a distribution of the same kind.</param>
    /// <param name="actions">As for <see cref="Probs"/>.</param>
    Tensor KlDivergence(IMaskedChoice other, Tensor? actions = null);

    /// <summary>Moves the tensors out of a dispose scope into the one around it.</summary>
    void MoveToOuterDisposeScope(DisposeScope scope);
}
