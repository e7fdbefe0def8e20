using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>The upstream gradients of the rows of one choice.</summary>
internal sealed class UpstreamGradients
{
    /// <summary>Whether the gradients of the logits are overwritten, because nothing else contributes to them.</summary>
    public bool Overwrites { get; init; }

    /// <summary>The gradient of the log-probability, one number for each row of the batch; null: there is none.</summary>
    public Tensor? LogProb { get; init; }

    /// <summary>The actions of all rows of the batch, whose log-probability it is.</summary>
    public ActionMemory Actions { get; init; }

    /// <summary>The gradient of the entropy of each row; null: there is none.</summary>
    public float[]? Entropy { get; init; }

    /// <summary>
    /// The gradient of the joint probability of each choice, for all rows of the batch with their padding; null for a choice without
    /// children.
    /// </summary>
    public float[]? Probs { get; init; }

    /// <summary>The expectation of <see cref="Probs"/> in each row.</summary>
    public float[]? MeanProbs { get; init; }

    /// <summary>The probability that the choice is active in each row; null: 1.</summary>
    public float[]? ActiveProbs { get; init; }
}
