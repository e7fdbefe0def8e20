using Masking.Benchmarks.Declared;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>An implementation of <see cref="SkirmishPolicy"/>. Intermediate tensors join the current dispose scope.</summary>
internal interface ISkirmishContender : IDisposable
{
    /// <summary>The parameters, by their names in <see cref="SkirmishPolicy"/>.</summary>
    IReadOnlyDictionary<string, Tensor> Parameters { get; }

    /// <summary>The joint probability of each choice: orders, directions and targets side by side, <c>(batch, choices)</c>.</summary>
    Tensor Probs();

    /// <summary>Draws actions, and computes their log-probability and value.</summary>
    SkirmishActions Act();

    /// <summary>Evaluates given actions, with gradients.</summary>
    /// <param name="actions">The actions.</param>
    /// <returns>Log-probability, entropy and value, <c>(batch)</c>.</returns>
    (Tensor LogProb, Tensor Entropy, Tensor Value) Evaluate(SkirmishActions actions);
}

/// <summary>The actions of one step, <c>(batch)</c> each. A heading or target that the order does not use is -1 or undefined.</summary>
internal readonly record struct SkirmishActions(Tensor Command, Tensor Heading, Tensor Target);
