using Masking.Choices;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// The log-probability of what was chosen along a way, as a function of the logits: for every row the sum over the choices that count.
/// </summary>
/// <param name="choices">The choices.</param>
/// <param name="walk">What was chosen.</param>
/// <param name="made">For each choice the rows in which it is made.</param>
/// <param name="counts">Which choices count.</param>
internal sealed class FusedLogProb(FusedLayout choices, FusedWalk walk, FusedRows[] made, Func<int, bool> counts)
{
    /// <summary>The rows of all choices that count.</summary>
    public IEnumerable<FusedRows> Rows => made.Where((_, choice) => counts(choice));

    /// <summary>Whether every choice counts.</summary>
    public bool CountsAll => choices.CountAll(counts);

    /// <summary>Adds the value.</summary>
    /// <param name="sums">Its first numbers are those of the rows.</param>
    public void AddTo(Tensor sums)
    {
        for (int choice = 0; choice < made.Length; choice++)
        {
            if (counts(choice))
            {
                made[choice].AddLogProbs(walk.Rows[choice], walk.Actions[choice], sums);
            }
        }
    }

    /// <summary>Whether the gradient of a choice can be taken together with others of these rows.</summary>
    public bool IsOf(int choice, FusedRows rows) => counts(choice) && made[choice] == rows;

    /// <summary>What was chosen.</summary>
    public ActionMemory ActionsOf(int choice) => walk.Actions[choice];

    /// <summary>Adds the gradient of one choice.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="upstream">The gradient to the value: its first numbers are those of the rows.</param>
    /// <param name="gradients">The gradients to the tensors of logits.</param>
    public void AddGradients(int choice, Tensor upstream, Tensor[] gradients)
    {
        if (counts(choice))
        {
            RowFlow flow = new() { IsOnly = choices.AreApart, ToLogProb = upstream, Actions = walk.Actions[choice] };
            made[choice].AddGradients(walk.Rows[choice], flow, gradients[choices[choice].Source], choices[choice]);
        }
    }

    /// <summary>The same value in operations of the tensor library.</summary>
    public Tensor Plain(ChoiceTree tree) => tree.LogProb(walk.Tensors(), counts).reshape(choices.RowShape);
}
