using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>What computes a <see cref="MaskedCategorical"/>. Arguments are checked, and rows have at least one choice, which may be masked.</summary>
internal interface ICategoricalEngine : IDisposable
{
    /// <summary>The probabilities <c>(…, choices)</c>: exactly 0 where masked. They are the engine's.</summary>
    Tensor Probs { get; }

    /// <summary>The log-probabilities <c>(…, choices)</c>: 0 where masked. They are the engine's.</summary>
    Tensor LogProbs { get; }

    /// <summary>What is legal <c>(…, choices)</c>; null where everything is. It is the engine's.</summary>
    Tensor? Mask { get; }

    /// <summary>Draws with given uniform numbers in (0, 1), one a row, rows in order.</summary>
    Tensor Sample(double[] uniforms, double temperature);

    /// <summary>The most probable legal choice of each row.</summary>
    Tensor Mode();

    /// <summary>The log-probability of one choice a row.</summary>
    Tensor LogProb(Tensor actions);

    /// <summary>The entropy of each row.</summary>
    Tensor Entropy();

    /// <summary>Keeps the tensors when the current dispose scope ends.</summary>
    void MoveToOuterDisposeScope(DisposeScope scope);
}
