using static TorchSharp.torch;

namespace Masking;

/// <summary>The exact entropy of dependent choices as a function of the logits: for every row the sum over the choices that count, each weighed by how probable it is that it is made.</summary>
/// <remarks>
/// <para>With <c>W(w)</c> the probability that a choice is made under its parent's choice w, <c>H = Σ_C Σ_w W(w) H(C | w)</c>. As every choice has one parent, <c>W(w) = Q(w) [gate holds for w]</c>,
/// where <c>Q(w)</c> is the probability that the parent is made and is w; without a table W is summed over w.</para>
/// <para>The gradient runs the same way back: <c>dH/dQ</c> of a parent comes from its children, and goes on to its own logits and its own parent.</para>
/// </remarks>
internal sealed class FusedEntropy : IAnalytic
{
    private readonly Func<int, bool> _counts;
    private readonly Case[] _cases;

    /// <param name="choices">The choices.</param>
    /// <param name="rows">Gives the rows of a choice; null and null: all.</param>
    /// <param name="counts">Which choices count.</param>
    public FusedEntropy(FusedLayout choices, Func<int, int[]?, int[]?, FusedRows> rows, Func<int, bool> counts)
    {
        Layout = choices;
        _counts = counts;
        _cases = new Case[choices.Count];
        for (int choice = 0; choice < choices.Count; choice++)
        {
            _cases[choice] = CaseOf(choice, rows);
        }
    }

    public FusedLayout Layout { get; }

    public Tensor Value()
    {
        Tensor value = HostMemory.Create(Layout.RowShape, ScalarType.Float32, out Span<float> entropies);
        entropies.Clear();
        for (int choice = 0; choice < _cases.Length; choice++)
        {
            Case made = _cases[choice];
            for (int i = 0; _counts(choice) && i < made.Rows.Count; i++)
            {
                entropies[made.RowOf(i)] += made.WeightOf(i) * made.Entropies[i];
            }
        }

        return value;
    }

    public void AddGradients(ReadOnlySpan<float> upstream, Tensor[] gradients)
    {
        float[]?[] toJoint = [.. _cases.Select(made => made.Joint is null ? null : new float[made.Joint.Length])];
        for (int choice = _cases.Length - 1; choice >= 0; choice--)
        {
            FusedChoice description = Layout[choice];
            Case made = _cases[choice];
            LogitGradients target = new(gradients[description.Source], description);
            for (int i = 0; i < made.Rows.Count; i++)
            {
                int row = made.RowOf(i);
                float counted = _counts(choice) ? upstream[row] : 0;
                float weight = made.WeightOf(i);
                Span<float> result = target.Of(row);
                float toWeight = counted * made.Entropies[i];
                made.Rows.AddEntropyGradient(i, made.Entropies[i], counted * weight, result);
                if (toJoint[choice] is { } ofChildren)
                {
                    ReadOnlySpan<float> values = ofChildren.AsSpan(row * description.Columns, description.Columns);
                    CategoricalRows rows = (CategoricalRows)made.Rows;
                    toWeight += rows.Expectation(i, values);
                    rows.AddExpectationGradient(i, values, weight, result);
                }

                if (description.Parent is { } parent)
                {
                    Give(toWeight, description, made, i, toJoint[parent].AsSpan(row * Layout[parent].Columns, Layout[parent].Columns));
                }
            }
        }
    }

    public Tensor Plain(ChoiceTree tree) => tree.Entropy(null, _counts).reshape(Layout.RowShape);

    /// <summary>Gives the gradient of a weight to the joint probabilities of the parent's choices that it consists of.</summary>
    private static void Give(float gradient, FusedChoice choice, Case made, int index, Span<float> toParent)
    {
        if (made.Under is { } under)
        {
            toParent[under[index]] += gradient;
            return;
        }

        for (int w = 0; w < toParent.Length; w++)
        {
            toParent[w] += choice.Gate!.Values[w] ? gradient : 0;
        }
    }

    private Case CaseOf(int choice, Func<int, int[]?, int[]?, FusedRows> rowsOf)
    {
        FusedChoice description = Layout[choice];
        Case made = description switch
        {
            { Table: not null } => WithTable(choice, description, rowsOf),
            { Gate: { } gate } => new Case(rowsOf(choice, null, null), null, null, GateWeights(gate)),
            _ => new Case(rowsOf(choice, null, null), null, null, null),
        };
        made.Entropies = new float[made.Rows.Count];
        for (int i = 0; i < made.Entropies.Length; i++)
        {
            made.Entropies[i] = made.Rows.Entropy(i);
        }

        if (Layout.IsParent(choice))
        {
            made.Joint = JointOf(description, made);
        }

        return made;
    }

    /// <summary>One case for each choice of the parent that may happen and under which this choice is made.</summary>
    private Case WithTable(int choice, FusedChoice description, Func<int, int[]?, int[]?, FusedRows> rowsOf)
    {
        int parents = Layout[description.Table!.Value].Columns;
        float[] joint = _cases[description.Table.Value].Joint!;
        List<int> rows = [];
        List<int> under = [];
        List<int> maskRows = [];
        List<float> weights = [];
        for (int i = 0; i < joint.Length; i++)
        {
            (int row, int w) = Math.DivRem(i, parents);
            if (joint[i] > 0 && (description.Gate is not { } gate || gate.Values[w]))
            {
                rows.Add(row);
                under.Add(w);
                maskRows.Add(description.RowsOfMask is null ? row : i);
                weights.Add(joint[i]);
            }
        }

        int[] places = [.. rows];
        return new Case(rowsOf(choice, places, [.. maskRows]), places, [.. under], [.. weights]);
    }

    private float[] GateWeights(Gate gate)
    {
        int parents = Layout[gate.Parent].Columns;
        float[] joint = _cases[gate.Parent].Joint!;
        float[] weights = new float[Layout.Rows];
        for (int row = 0; row < weights.Length; row++)
        {
            for (int w = 0; w < parents; w++)
            {
                weights[row] += gate.Values[w] ? joint[(row * parents) + w] : 0;
            }
        }

        return weights;
    }

    /// <summary>For every row and column how probable it is that this choice is made and is that.</summary>
    private float[] JointOf(FusedChoice description, Case made)
    {
        float[] joint = new float[Layout.Rows * description.Columns];
        CategoricalRows rows = (CategoricalRows)made.Rows;
        for (int i = 0; i < rows.Count; i++)
        {
            rows.AddProbs(i, made.WeightOf(i), joint.AsSpan(made.RowOf(i) * description.Columns, description.Columns));
        }

        return joint;
    }

    /// <summary>The rows of a choice under everything that may happen before.</summary>
    /// <param name="rows">The rows, normalised.</param>
    /// <param name="places">Their places among all rows; null: the same.</param>
    /// <param name="under">The choice of the parent that each is under; null: whichever.</param>
    /// <param name="weights">How probable it is that the choice is made so; null: certain.</param>
    private sealed class Case(FusedRows rows, int[]? places, int[]? under, float[]? weights)
    {
        public FusedRows Rows => rows;

        public int[]? Under => under;

        public float[] Entropies { get; set; } = [];

        public float[]? Joint { get; set; }

        public int RowOf(int index) => places is null ? index : places[index];

        public float WeightOf(int index) => weights is null ? 1 : weights[index];
    }
}
