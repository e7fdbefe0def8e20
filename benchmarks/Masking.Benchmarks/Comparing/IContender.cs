using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>
/// An implementation of a masked distribution over logits <c>(rows, columns)</c>. Intermediate tensors join the current dispose scope.
/// </summary>
internal interface IContender
{
    /// <summary>Converts a mask to the format that the implementation expects from the environment. This is not timed.</summary>
    /// <param name="mask"><c>(rows, columns)</c> bool, true = allowed.</param>
    Tensor Prepare(Tensor mask) => mask;

    /// <summary>The masked probabilities <c>(rows, columns)</c>.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="mask">The result of <see cref="Prepare"/>.</param>
    Tensor Probs(Tensor logits, Tensor mask);

    /// <summary>Draws an action for each row.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="mask">The result of <see cref="Prepare"/>.</param>
    /// <returns>
    /// The actions <c>(rows)</c>, or <c>(rows, components)</c> if an action has several, and their log-probabilities <c>(rows)</c>.
    /// </returns>
    (Tensor Actions, Tensor LogProb) Act(Tensor logits, Tensor mask);

    /// <summary>Evaluates given actions, with gradients to the logits.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="mask">The result of <see cref="Prepare"/>.</param>
    /// <param name="actions">Actions in the format of <see cref="Act"/>.</param>
    /// <returns>Log-probabilities and entropies <c>(rows)</c>.</returns>
    (Tensor LogProb, Tensor Entropy) Evaluate(Tensor logits, Tensor mask, Tensor actions);
}
