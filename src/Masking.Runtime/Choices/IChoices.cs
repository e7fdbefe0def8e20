using Masking.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>Several choices per row, each after the choices that it depends on.</summary>
internal interface IChoices : IDisposable
{
    /// <summary>The number of choices.</summary>
    int Count { get; }

    /// <summary>Whether entropy and divergence are exact, so that they need no actions.</summary>
    bool IsExact { get; }

    /// <summary>Whether a dispose scope has disposed the tensors.</summary>
    bool IsReleased { get; }

    /// <summary>Whether calls leave intermediate tensors in the current dispose scope.</summary>
    bool NeedsScope { get; }

    /// <summary>Draws an action of every choice, given the earlier ones.</summary>
    /// <param name="uniforms">The random numbers of every row.</param>
    /// <param name="firstLane">For each choice the first of its random numbers.</param>
    /// <returns>One int64 tensor per choice: <c>(rows)</c>; bits <c>(rows, bits)</c>; picks <c>(rows, picks)</c>.</returns>
    Tensor[] Sample(RowUniforms uniforms, Func<int, int> firstLane);

    /// <summary>The most probable legal action of every choice, given the earlier ones.</summary>
    /// <returns>As for <see cref="Sample"/>.</returns>
    Tensor[] Mode();

    /// <summary>The log-probability of actions.</summary>
    /// <param name="actions">One int64 tensor per choice, in range; the action of an inactive choice is ignored.</param>
    /// <param name="counts">Which choices are included.</param>
    /// <returns><c>(rows)</c>: the sum over the included choices; an inactive one adds 0.</returns>
    Tensor LogProb(ReadOnlySpan<Tensor> actions, Func<int, bool> counts);

    /// <summary>The terms that choices contribute to the joint entropy.</summary>
    /// <param name="actions">The actions on which the estimate is conditioned; ignored if <see cref="IsExact"/>.</param>
    /// <param name="counts">Which choices are included.</param>
    /// <returns><c>(rows)</c>: the sum over the included choices, in nats.</returns>
    Tensor Entropy(Tensor[]? actions, Func<int, bool> counts);

    /// <summary>The Kullback-Leibler divergence of the joint distribution.</summary>
    /// <param name="other">q: the same choices with the same dependencies.</param>
    /// <param name="actions">The actions on which the estimate is conditioned; ignored if <see cref="IsExact"/>.</param>
    /// <returns><c>(rows)</c> in nats; +inf where q forbids an action that is possible here.</returns>
    Tensor KlDivergence(IChoices other, Tensor[]? actions);

    /// <summary>
    /// The probabilities of one choice for every choice of the parent that selects the row of its mask; conditional on the given
    /// actions if its logits depend on earlier choices.
    /// </summary>
    Tensor Probs(int choice, Tensor[]? actions);

    /// <summary>The log-probabilities of one choice, as <see cref="Probs"/>: -inf where masked.</summary>
    Tensor LogProbs(int choice, Tensor[]? actions);

    /// <summary>The cross-entropy of one choice and a target of the shape of <see cref="LogProbs"/>.</summary>
    /// <returns><c>(rows)</c>: the sum over all other axes.</returns>
    Tensor CrossEntropy(int choice, Tensor target, Tensor[]? actions);

    /// <summary>The same choices with logits that are divided by a temperature. They join the current dispose scope.</summary>
    /// <param name="temperature">A positive finite number.</param>
    IChoices AtTemperature(double temperature);

    /// <summary>The same choices in tensor operations.</summary>
    ChoiceTree ToTree();

    /// <summary>Moves the tensors out of a dispose scope into the one around it.</summary>
    void MoveToOuterDisposeScope(DisposeScope scope);
}
