using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>An implementation that draws a command for every unit on a map. Intermediate tensors join the current dispose scope.</summary>
internal interface IGridContender
{
    /// <summary>The masked probabilities <c>(batch, height, width, columns)</c>: 0 in cells without a unit.</summary>
    Tensor Probs();

    /// <summary>Draws a command for every unit.</summary>
    /// <returns>
    /// Actions <c>(batch, height, width, components)</c> and their joint log-probability <c>(batch)</c>. Actions in cells without a
    /// unit are undefined.
    /// </returns>
    (Tensor Actions, Tensor LogProb) Act();

    /// <summary>Evaluates given commands.</summary>
    /// <param name="actions">Actions in the format of <see cref="Act"/>.</param>
    /// <returns>The joint log-probability, and the mean entropy over the units, <c>(batch)</c> each.</returns>
    (Tensor LogProb, Tensor Entropy) Evaluate(Tensor actions);
}
