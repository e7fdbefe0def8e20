using static TorchSharp.torch;

namespace Masking;

/// <summary>The log-probability of what was chosen along a way, as a function of the logits: for every row the sum over the choices that count.</summary>
/// <param name="choices">The choices.</param>
/// <param name="walk">What was chosen.</param>
/// <param name="made">For each choice the rows in which it is made.</param>
/// <param name="counts">Which choices count.</param>
internal sealed class FusedLogProb(FusedLayout choices, FusedWalk walk, FusedRows[] made, Func<int, bool> counts) : IAnalytic
{
    public FusedLayout Layout => choices;

    public Tensor Value()
    {
        Tensor value = HostMemory.Create(choices.RowShape, ScalarType.Float32, out Span<float> logProbs);
        logProbs.Clear();
        for (int choice = 0; choice < made.Length; choice++)
        {
            FusedRows rows = made[choice];
            for (int i = 0; counts(choice) && i < rows.Count; i++)
            {
                int row = walk.RowOf(choice, i);
                logProbs[row] += rows.LogProb(i, walk.ActionOf(choice, row));
            }
        }

        return value;
    }

    public void AddGradients(ReadOnlySpan<float> upstream, Tensor[] gradients)
    {
        for (int choice = 0; choice < made.Length; choice++)
        {
            FusedRows rows = made[choice];
            LogitGradients target = new(gradients[choices[choice].Source], choices[choice]);
            for (int i = 0; counts(choice) && i < rows.Count; i++)
            {
                int row = walk.RowOf(choice, i);
                rows.AddLogProbGradient(i, walk.ActionOf(choice, row), upstream[row], target.Of(row));
            }
        }
    }

    public Tensor Plain(ChoiceTree tree) => tree.LogProb(walk.Tensors(), counts).reshape(choices.RowShape);
}
