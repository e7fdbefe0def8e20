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

    /// <summary>The probabilities of the choices; for a number, location and scale.</summary>
    /// <param name="actions">
    /// The earlier picks on which the probabilities of a subset are conditioned; other distributions ignore them.
    /// </param>
    Tensor Probs(Tensor? actions = null);

    /// <summary>The log-probabilities of the choices, or that bits are 1: -inf where masked or impossible, with gradient 0 there.</summary>
    /// <param name="actions">As for <see cref="Probs"/>.</param>
    Tensor LogProbs(Tensor? actions = null);

    /// <summary>
    /// The cross-entropy <c>-Σ t log p</c> of every row. Terms with t = 0 are 0, in value and gradient. +inf, with gradient 0, where t is
    /// not 0 and p is.
    /// </summary>
    /// <param name="target">t: the element type of the logits, and the shape of <see cref="LogProbs"/>.</param>
    /// <param name="actions">As for <see cref="Probs"/>.</param>
    Tensor CrossEntropy(Tensor target, Tensor? actions = null);

    /// <summary>The distribution whose logits are divided by a temperature. It joins the current dispose scope.</summary>
    /// <param name="temperature">A positive finite number.</param>
    IMaskedChoice AtTemperature(double temperature);

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
