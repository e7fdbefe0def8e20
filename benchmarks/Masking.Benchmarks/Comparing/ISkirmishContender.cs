using Masking.Benchmarks.Declared;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Comparing;

/// <summary>One way to write the network of <see cref="SkirmishPolicy"/>. Tensors made on the way join the current dispose scope.</summary>
internal interface ISkirmishContender : IDisposable
{
    /// <summary>The parameters, by their names in <see cref="SkirmishPolicy"/>.</summary>
    IReadOnlyDictionary<string, Tensor> Parameters { get; }

    /// <summary>How probably each choice is made: orders, directions and targets side by side, <c>(batch, choices)</c>.</summary>
    Tensor Probs();

    /// <summary>Draws actions; log-probability and value are computed with them.</summary>
    SkirmishActions Act();

    /// <summary>Judges given actions, with gradient.</summary>
    /// <param name="actions">The actions.</param>
    /// <returns>Log-probability, entropy and value, <c>(batch)</c>.</returns>
    (Tensor LogProb, Tensor Entropy, Tensor Value) Evaluate(SkirmishActions actions);
}

/// <summary>What one step does, <c>(batch)</c> each. A heading or target that the order does not need is -1, or means nothing.</summary>
internal readonly record struct SkirmishActions(Tensor Command, Tensor Heading, Tensor Target);
