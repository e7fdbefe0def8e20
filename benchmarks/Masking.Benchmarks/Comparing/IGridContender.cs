using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>One way to give every unit on a map its command. Tensors made on the way join the current dispose scope.</summary>
internal interface IGridContender
{
    /// <summary>The masked probabilities <c>(batch, height, width, columns)</c>: 0 where no unit stands.</summary>
    Tensor Probs();

    /// <summary>Draws a command for every unit.</summary>
    /// <returns>
    /// Actions <c>(batch, height, width, components)</c>, and their joint log-probability <c>(batch)</c>. What is drawn where no unit
    /// stands means nothing.
    /// </returns>
    (Tensor Actions, Tensor LogProb) Act();

    /// <summary>Judges given commands.</summary>
    /// <param name="actions">As <see cref="Act"/> gives them.</param>
    /// <returns>The joint log-probability, and the entropy's mean over units, <c>(batch)</c>.</returns>
    (Tensor LogProb, Tensor Entropy) Evaluate(Tensor actions);
}
