using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>What one choice of a <see cref="ChoiceTree"/> is drawn from: one distribution per row.</summary>
internal interface IMaskedChoice : IDisposable
{
    /// <summary>Draws for every row.</summary>
    /// <param name="uniforms">One uniform number in (0, 1) a row, for each of the numbers that one row draws.</param>
    /// <param name="temperature">What logits are divided by.</param>
    Tensor Draw(Func<int, double[]> uniforms, double temperature);

    /// <summary>The most probable legal choice of every row.</summary>
    Tensor Mode();

    /// <summary>The log-probability <c>(rows)</c> of actions whose shape and range are known to fit.</summary>
    Tensor LogProbOfChecked(Tensor actions);

    /// <summary>The probabilities; of something that is picked bit by bit, along given actions.</summary>
    Tensor ProbsAlong(Tensor? actions);

    /// <summary>The entropy of every row; of something that is picked bit by bit, along given actions.</summary>
    Tensor EntropyAlong(Tensor? actions);

    /// <summary>The divergence of every row from another of the same kind; of something that is picked bit by bit, along given actions.</summary>
    Tensor KlDivergenceAlong(IMaskedChoice other, Tensor? actions);

    /// <summary>Keeps the tensors when the current dispose scope ends.</summary>
    void MoveToOuterDisposeScope(DisposeScope scope);
}
