using System.Buffers;
using Masking.Choices;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// The exact entropy of dependent choices as a function of the logits: for every row the sum over the included choices, each weighted by
/// the probability that it is active.
/// </summary>
/// <remarks>
/// <para>With <c>W(w)</c> the probability that a choice is active under its parent's choice w, <c>H = Σ_C Σ_w W(w) H(C | w)</c>. As every
/// choice has one parent, <c>W(w) = Q(w) [gate holds for w]</c>, where <c>Q(w)</c> is the joint probability that the parent is active and
/// takes w; without a table W is summed over w.</para>
/// <para>The gradient is backpropagated in the reverse order: <c>dH/dQ</c> of a parent comes from its children, and continues to its own
/// logits and to its own parent.</para>
/// </remarks>
internal sealed class FusedEntropy
{
    private readonly FusedLayout _layout;
    private readonly Func<int, bool> _counts;
    private readonly WeightedRows[] _rows;

    /// <param name="layout">The choices.</param>
    /// <param name="rowsOf">Creates rows of a choice from row indices of the batch and of the mask; null and null: all rows.</param>
    /// <param name="counts">Which choices are included.</param>
    public FusedEntropy(FusedLayout layout, Func<int, int[]?, int[]?, FusedRows> rowsOf, Func<int, bool> counts)
    {
        _layout = layout;
        _counts = counts;
        _rows = new WeightedRows[layout.Count];
        float[]?[] joint = new float[layout.Count][];
        for (int choice = 0; choice < layout.Count; choice++)
        {
            FusedChoice description = layout[choice];
            float[]? parent = description.Parent is { } place ? joint[place] : null;
            _rows[choice] = WeightedRows.Of(layout, description, parent, (rows, maskRows) => rowsOf(choice, rows, maskRows));
            if (layout.IsParent(choice))
            {
                joint[choice] = _rows[choice].JointProbs(layout.Rows);
            }
        }

        Return(joint);
    }

    /// <summary>The rows of all choices.</summary>
    public IEnumerable<FusedRows> Rows => _rows.Select(choice => choice.Rows);

    /// <summary>Adds the entropies.</summary>
    /// <param name="sums">One number for each row of the batch.</param>
    public void AddTo(Span<float> sums)
    {
        for (int choice = 0; choice < _rows.Length; choice++)
        {
            WeightedRows rows = _rows[choice];
            for (int i = 0; _counts(choice) && i < rows.Rows.Count; i++)
            {
                // Terms with probability 0 are excluded, because their entropy may be NaN.
                sums[rows.PlaceOf(i)] += rows.WeightOf(i) == 0 ? 0 : rows.WeightOf(i) * rows.Entropies[i];
            }
        }
    }

    /// <summary>Adds the gradients of the entropy, and of a log-probability where there is one.</summary>
    /// <param name="upstream">The gradient of the entropy, one number for each row of the batch.</param>
    /// <param name="gradients">The gradients of the tensors of logits.</param>
    /// <param name="logProb">The log-probability of the same choices; null: there is none.</param>
    /// <param name="logProbUpstream">The gradient of the log-probability, whose first numbers are those of the rows.</param>
    public void AddGradients(ReadOnlySpan<float> upstream, Tensor[] gradients, FusedLogProb? logProb, Tensor logProbUpstream)
    {
        float[]?[] jointGradients = new float[_rows.Length][];
        for (int choice = 0; choice < _rows.Length; choice++)
        {
            jointGradients[choice] = _layout.IsParent(choice) ? WeightedRows.Zeros(_layout.Rows * _rows[choice].Rows.Stride) : null;
        }

        for (int choice = _rows.Length - 1; choice >= 0; choice--)
        {
            FusedChoice description = _layout[choice];
            WeightedRows rows = _rows[choice];
            float[]? meanProbs = jointGradients[choice] is { } values
                ? ((CategoricalRows)rows.Rows).Expectations(rows.Places, values)
                : null;
            bool sharesRows = logProb is not null && logProb.Uses(choice, rows.Rows);
            UpstreamGradients ofRows = new()
            {
                Overwrites = _layout.AreIndependent,
                Entropy = rows.EntropyGradients(upstream, _counts(choice)),
                Probs = jointGradients[choice],
                MeanProbs = meanProbs,
                ActiveProbs = rows.Weights,
                LogProb = sharesRows ? logProbUpstream : null,
                Actions = sharesRows ? logProb!.ActionsOf(choice) : default,
            };
            rows.Rows.AddGradients(rows.Places, ofRows, gradients[description.Source], description);
            if (logProb is not null && !sharesRows)
            {
                logProb.AddGradients(choice, logProbUpstream, gradients);
            }

            if (description.Parent is { } parent)
            {
                rows.BackpropagateToParent(
                    description, upstream, _counts(choice), meanProbs, jointGradients[parent]!, _rows[parent].Rows.Stride);
            }
        }

        Return(jointGradients);
    }

    /// <summary>The same entropy in tensor operations.</summary>
    public Tensor Plain(ChoiceTree tree) => tree.Entropy(null, _counts).reshape(_layout.RowShape);

    private static void Return(float[]?[] arrays)
    {
        foreach (float[]? array in arrays)
        {
            if (array is not null)
            {
                ArrayPool<float>.Shared.Return(array);
            }
        }
    }
}
