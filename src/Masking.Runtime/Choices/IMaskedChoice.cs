using Masking.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>What one choice of a <see cref="ChoiceTree"/> is drawn from: one distribution per row.</summary>
internal interface IMaskedChoice : IDisposable
{
    /// <summary>Draws for every row.</summary>
    /// <param name="uniforms">The uniform numbers of every row.</param>
    /// <param name="firstLane">The first of the numbers that a row takes.</param>
    Tensor Draw(RowUniforms uniforms, int firstLane);

    /// <summary>The most probable legal choice of every row.</summary>
    Tensor Mode();

    /// <summary>The log-probability <c>(rows)</c> of actions whose shape and range are known to fit.</summary>
    Tensor LogProbOfChecked(Tensor actions);

    /// <summary>The probabilities; of something that is picked bit by bit, along given actions.</summary>
    Tensor ProbsAlong(Tensor? actions);

    /// <summary>The entropy of every row; of something that is picked bit by bit, along given actions.</summary>
    Tensor EntropyAlong(Tensor? actions);

    /// <summary>
    /// The divergence of every row from another of the same kind; of something that is picked bit by bit, along given actions.
    /// </summary>
    Tensor KlDivergenceAlong(IMaskedChoice other, Tensor? actions);

    /// <summary>Keeps the tensors when the current dispose scope ends.</summary>
    void MoveToOuterDisposeScope(DisposeScope scope);
}
