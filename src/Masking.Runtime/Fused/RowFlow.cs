using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>What flows back to rows of one choice.</summary>
internal sealed class RowFlow
{
    /// <summary>Whether it is the first and only to write the gradients of all rows of the choice.</summary>
    public bool IsOnly { get; init; }

    /// <summary>To the log-probability, one number for each of all rows; null: it does not count.</summary>
    public Tensor? ToLogProb { get; init; }

    /// <summary>The actions of all rows that were judged.</summary>
    public ActionMemory Actions { get; init; }

    /// <summary>To the entropy of each of these rows; null: it does not count.</summary>
    public float[]? ToEntropy { get; init; }

    /// <summary>To the probability of each choice, rows with their padding for all rows; null: nothing depends on which it is.</summary>
    public float[]? ToProbs { get; init; }

    /// <summary>The expectation of <see cref="ToProbs"/> in each of these rows.</summary>
    public float[]? Means { get; init; }

    /// <summary>How probable it is that the choice is made at all in each of these rows; null: certain.</summary>
    public float[]? Weights { get; init; }
}
