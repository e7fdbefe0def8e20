using Masking.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>Several choices per row, in an order in which some depend on earlier ones.</summary>
internal interface IChoices : IDisposable
{
    /// <summary>The number of choices.</summary>
    int Count { get; }

    /// <summary>Whether entropy and divergence need no actions.</summary>
    bool IsExact { get; }

    /// <summary>Draws all choices, each under the earlier ones.</summary>
    /// <param name="uniforms">The uniform numbers of every row.</param>
    /// <param name="firstLane">For each choice the first of its random numbers.</param>
    /// <returns>One int64 tensor a choice: <c>(rows)</c>, of bits <c>(rows, bits)</c>, of picks <c>(rows, picks)</c>.</returns>
    Tensor[] Sample(RowUniforms uniforms, Func<int, int> firstLane);

    /// <summary>The most probable legal choice of each, under the earlier ones.</summary>
    Tensor[] Mode();

    /// <summary>The log-probability of choices, each under the earlier ones.</summary>
    /// <param name="actions">One int64 tensor a choice, in range; where a choice is not made its action is not read.</param>
    /// <param name="counts">Which choices count.</param>
    /// <returns><c>(rows)</c>: the sum; a choice that is not made adds 0.</returns>
    Tensor LogProb(ReadOnlySpan<Tensor> actions, Func<int, bool> counts);

    /// <summary>What choices add to the entropy of all together.</summary>
    /// <param name="actions">Along which it is taken where it is not exact, as <see cref="LogProb"/> takes them.</param>
    /// <param name="counts">Which choices count.</param>
    /// <returns><c>(rows)</c>: the sum.</returns>
    Tensor Entropy(Tensor[]? actions, Func<int, bool> counts);

    /// <summary>The divergence of all choices together.</summary>
    /// <param name="other">q: the same choices with the same dependencies.</param>
    /// <param name="actions">Along which it is taken where it is not exact, as <see cref="LogProb"/> takes them.</param>
    /// <returns><c>(rows)</c>; +inf where q forbids what can happen here.</returns>
    Tensor KlDivergence(IChoices other, Tensor[]? actions);

    /// <summary>
    /// The probabilities of one choice, under everything that may select the row of its mask; where its logits follow from what was chosen,
    /// along given actions.
    /// </summary>
    Tensor Probs(int choice, Tensor[]? actions);

    /// <summary>The same choices in operations of the tensor library.</summary>
    ChoiceTree ToTree();

    /// <summary>Keeps the tensors when the current dispose scope ends.</summary>
    void MoveToOuterDisposeScope(DisposeScope scope);
}
