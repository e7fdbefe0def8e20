using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>
/// One way to choose under a mask, from logits <c>(rows, columns)</c> to results. Tensors made on the way join the current dispose scope.
/// </summary>
internal interface IContender
{
    /// <summary>The mask in the form in which this way wants it from the environment; made before anything is timed.</summary>
    /// <param name="mask"><c>(rows, columns)</c> bool, true = allowed.</param>
    Tensor Prepare(Tensor mask) => mask;

    /// <summary>The masked probabilities <c>(rows, columns)</c>.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="mask">As <see cref="Prepare"/> made it.</param>
    Tensor Probs(Tensor logits, Tensor mask);

    /// <summary>Draws an action a row.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="mask">As <see cref="Prepare"/> made it.</param>
    /// <returns>
    /// The actions <c>(rows)</c>, or <c>(rows, parts)</c> of something that has several, and their log-probabilities <c>(rows)</c>.
    /// </returns>
    (Tensor Actions, Tensor LogProb) Act(Tensor logits, Tensor mask);

    /// <summary>Judges given actions, with gradient to the logits.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="mask">As <see cref="Prepare"/> made it.</param>
    /// <param name="actions">As <see cref="Act"/> gives them.</param>
    /// <returns>Log-probabilities and entropies <c>(rows)</c>.</returns>
    (Tensor LogProb, Tensor Entropy) Evaluate(Tensor logits, Tensor mask, Tensor actions);
}
