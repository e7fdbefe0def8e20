using System.Buffers;
using Masking.Choices;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// The exact entropy of dependent choices as a function of the logits: for every row the sum over the choices that count, each weighed by
/// how probable it is that it is made.
/// </summary>
/// <remarks>
/// <para>With <c>W(w)</c> the probability that a choice is made under its parent's choice w, <c>H = Σ_C Σ_w W(w) H(C | w)</c>. As every
/// choice has one parent, <c>W(w) = Q(w) [gate holds for w]</c>, where <c>Q(w)</c> is the probability that the parent is made and is w;
/// without a table W is summed over w.</para>
/// <para>The gradient runs the same way back: <c>dH/dQ</c> of a parent comes from its children, and goes on to its own logits and its own
/// parent.</para>
/// </remarks>
internal sealed class FusedEntropy
{
    private readonly FusedLayout _choices;
    private readonly Func<int, bool> _counts;
    private readonly FusedCase[] _cases;

    /// <param name="choices">The choices.</param>
    /// <param name="rowsOf">Gives the rows of a choice; null and null: all.</param>
    /// <param name="counts">Which choices count.</param>
    public FusedEntropy(FusedLayout choices, Func<int, int[]?, int[]?, FusedRows> rowsOf, Func<int, bool> counts)
    {
        _choices = choices;
        _counts = counts;
        _cases = new FusedCase[choices.Count];
        float[]?[] joint = new float[choices.Count][];
        for (int choice = 0; choice < choices.Count; choice++)
        {
            FusedChoice description = choices[choice];
            _cases[choice] = FusedCase.Of(
                choices,
                description,
                description.Parent is { } parent ? joint[parent] : null,
                (rows, maskRows) => rowsOf(choice, rows, maskRows)
            );
            if (choices.IsParent(choice))
            {
                joint[choice] = _cases[choice].Joint(choices.Rows);
            }
        }

        Return(joint);
    }

    /// <summary>The rows of all choices.</summary>
    public IEnumerable<FusedRows> Rows => _cases.Select(made => made.Rows);

    /// <summary>Adds the value.</summary>
    /// <param name="sums">One number for each row.</param>
    public void AddTo(Span<float> sums)
    {
        for (int choice = 0; choice < _cases.Length; choice++)
        {
            FusedCase made = _cases[choice];
            for (int i = 0; _counts(choice) && i < made.Rows.Count; i++)
            {
                // What cannot happen may be NaN.
                sums[made.RowOf(i)] += made.WeightOf(i) == 0 ? 0 : made.WeightOf(i) * made.Entropies[i];
            }
        }
    }

    /// <summary>Adds the gradients of all choices, and of log-probabilities of the same rows.</summary>
    /// <param name="upstream">The gradient to the value, one number for each row.</param>
    /// <param name="gradients">The gradients to the tensors of logits.</param>
    /// <param name="logProb">The log-probability of the same choices; null: it is not asked for.</param>
    /// <param name="toLogProb">The gradient to it: its first numbers are those of the rows.</param>
    public void AddGradients(ReadOnlySpan<float> upstream, Tensor[] gradients, FusedLogProb? logProb, Tensor toLogProb)
    {
        float[]?[] toJoint = new float[_cases.Length][];
        for (int choice = 0; choice < _cases.Length; choice++)
        {
            toJoint[choice] = _choices.IsParent(choice) ? FusedCase.Zeros(_choices.Rows * _cases[choice].Rows.Stride) : null;
        }

        for (int choice = _cases.Length - 1; choice >= 0; choice--)
        {
            FusedChoice description = _choices[choice];
            FusedCase made = _cases[choice];
            float[] ofRows = made.Weighed(upstream, _counts(choice));
            float[]? means = toJoint[choice] is { } values ? ((CategoricalRows)made.Rows).Expectations(made.Places, values) : null;
            bool isTogether = logProb is not null && logProb.IsOf(choice, made.Rows);
            RowFlow flow = new()
            {
                IsOnly = _choices.AreApart,
                ToEntropy = ofRows,
                ToProbs = toJoint[choice],
                Means = means,
                Weights = made.Weights,
                ToLogProb = isTogether ? toLogProb : null,
                Actions = isTogether ? logProb!.ActionsOf(choice) : default,
            };
            made.Rows.AddGradients(made.Places, flow, gradients[description.Source], description);
            if (logProb is not null && !isTogether)
            {
                logProb.AddGradients(choice, toLogProb, gradients);
            }

            if (description.Parent is { } parent)
            {
                made.Give(description, upstream, _counts(choice), means, toJoint[parent]!, _cases[parent].Rows.Stride);
            }
        }

        Return(toJoint);
    }

    /// <summary>The same value in operations of the tensor library.</summary>
    public Tensor Plain(ChoiceTree tree) => tree.Entropy(null, _counts).reshape(_choices.RowShape);

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
