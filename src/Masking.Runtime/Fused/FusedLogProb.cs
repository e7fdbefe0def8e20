using Masking.Choices;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// The log-probability of the actions of one traversal, as a function of the logits: for every row the sum over the included choices.
/// </summary>
/// <param name="layout">The choices.</param>
/// <param name="walk">The actions.</param>
/// <param name="rows">For each choice the rows in which it is active.</param>
/// <param name="counts">Which choices are included.</param>
internal sealed class FusedLogProb(FusedLayout layout, FusedWalk walk, FusedRows[] rows, Func<int, bool> counts)
{
    /// <summary>The rows of the included choices.</summary>
    public IEnumerable<FusedRows> Rows => rows.Where((_, choice) => counts(choice));

    /// <summary>Whether every choice is included.</summary>
    public bool CountsAll => layout.CountAll(counts);

    /// <summary>Adds the log-probabilities.</summary>
    /// <param name="sums">A tensor whose first numbers are those of the rows.</param>
    public void AddTo(Tensor sums)
    {
        for (int choice = 0; choice < rows.Length; choice++)
        {
            if (counts(choice))
            {
                rows[choice].AddLogProbs(walk.Rows[choice], walk.Actions[choice], sums);
            }
        }
    }

    /// <summary>
    /// Whether an included choice is computed from these rows, so that one pass computes all gradients of the rows.
    /// </summary>
    public bool Uses(int choice, FusedRows other) => counts(choice) && rows[choice] == other;

    /// <summary>The actions of a choice.</summary>
    public ActionMemory ActionsOf(int choice) => walk.Actions[choice];

    /// <summary>Adds the gradient of one choice.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="upstream">The gradient of the log-probability, whose first numbers are those of the rows.</param>
    /// <param name="gradients">The gradients of the tensors of logits.</param>
    public void AddGradients(int choice, Tensor upstream, Tensor[] gradients)
    {
        if (counts(choice))
        {
            UpstreamGradients ofRows = new() { Overwrites = layout.AreIndependent, LogProb = upstream, Actions = walk.Actions[choice] };
            rows[choice].AddGradients(walk.Rows[choice], ofRows, gradients[layout[choice].Source], layout[choice]);
        }
    }

    /// <summary>The same log-probability in tensor operations.</summary>
    public Tensor Plain(ChoiceTree tree) => tree.LogProb(walk.Tensors(), counts).reshape(layout.RowShape);
}
