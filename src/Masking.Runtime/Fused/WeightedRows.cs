using System.Buffers;
using Masking.Choices;
using Masking.Kernels;

namespace Masking.Fused;

/// <summary>
/// The rows of one choice under every choice of its parent, each weighted by the probability that the choice is active there.
/// </summary>
internal sealed class WeightedRows
{
    private readonly int[]? _parentChoices;

    /// <param name="rows">The rows.</param>
    /// <param name="places">The index of each row in the batch; null: its own index.</param>
    /// <param name="parentChoices">The parent's choice of each row; null: the rows do not depend on it.</param>
    /// <param name="weights">The probability that the choice is active in each row; null: 1.</param>
    private WeightedRows(FusedRows rows, int[]? places, int[]? parentChoices, float[]? weights)
    {
        Rows = rows;
        Places = places;
        _parentChoices = parentChoices;
        Weights = weights;
        Entropies = rows.Entropies();
    }

    /// <summary>The rows.</summary>
    public FusedRows Rows { get; }

    /// <summary>The index of each row in the batch; null: its own index.</summary>
    public int[]? Places { get; }

    /// <summary>The probability that the choice is active in each row; null: 1.</summary>
    public float[]? Weights { get; }

    /// <summary>The entropy of each row.</summary>
    public float[] Entropies { get; }

    /// <summary>All rows in which a choice may be active.</summary>
    /// <param name="layout">All choices.</param>
    /// <param name="choice">The choice.</param>
    /// <param name="parent">
    /// The joint probability that the parent is active and takes each of its choices, rows with their padding; null for a root choice.
    /// </param>
    /// <param name="rowsOf">Creates rows of the choice from row indices of the batch and of the mask; null and null: all rows.</param>
    public static WeightedRows Of(FusedLayout layout, FusedChoice choice, float[]? parent, Func<int[]?, int[]?, FusedRows> rowsOf) =>
        choice switch
        {
            { Table: { } table } => WithTable(layout, choice, layout[table].Columns, parent!, rowsOf),
            { Gate: { } gate } => new WeightedRows(rowsOf(null, null), null, null, GateProbs(layout, gate, parent!)),
            _ => new WeightedRows(rowsOf(null, null), null, null, null),
        };

    /// <summary>A rented array of zeros.</summary>
    public static float[] Zeros(int length)
    {
        float[] zeros = ArrayPool<float>.Shared.Rent(length);
        Array.Clear(zeros, 0, length);
        return zeros;
    }

    /// <summary>The index in the batch of a row.</summary>
    public int PlaceOf(int index) => Places is null ? index : Places[index];

    /// <summary>The probability that the choice is active in a row.</summary>
    public float WeightOf(int index) => Weights is null ? 1 : Weights[index];

    /// <summary>
    /// The joint probability that the choice is active and takes each of its choices: rows with their padding, in a rented array.
    /// </summary>
    /// <param name="rows">The number of rows of the batch.</param>
    public float[] JointProbs(int rows)
    {
        float[] joint = Zeros(rows * Rows.Stride);
        ((CategoricalRows)Rows).AddProbs(Places, Weights, joint);
        return joint;
    }

    /// <summary>The gradient of the entropy of each row.</summary>
    /// <param name="upstream">The gradient of the weighted sum, one number for each row of the batch.</param>
    /// <param name="counts">Whether this choice is part of the sum.</param>
    public float[] EntropyGradients(ReadOnlySpan<float> upstream, bool counts)
    {
        float[] gradients = new float[Rows.Count];
        for (int i = 0; counts && i < gradients.Length; i++)
        {
            gradients[i] = upstream[PlaceOf(i)] * WeightOf(i);
        }

        return gradients;
    }

    /// <summary>Backpropagates the gradient of each row's weight to the joint probabilities of the parent.</summary>
    /// <param name="choice">This choice.</param>
    /// <param name="upstream">The gradient of the weighted sum, one number for each row of the batch.</param>
    /// <param name="counts">Whether this choice is part of the sum.</param>
    /// <param name="meanProbs">
    /// The expectation of the gradient of this choice's own joint probabilities in each row; null for a choice without children.
    /// </param>
    /// <param name="parentGradients">The gradient of the parent's joint probabilities, rows with their padding.</param>
    /// <param name="stride">The row stride of <paramref name="parentGradients"/>.</param>
    public void BackpropagateToParent(
        FusedChoice choice, ReadOnlySpan<float> upstream, bool counts, float[]? meanProbs, float[] parentGradients, int stride)
    {
        for (int i = 0; i < Rows.Count; i++)
        {
            if (WeightOf(i) == 0)
            {
                continue;       // the entropy of a row that cannot happen may be infinite or NaN
            }

            int row = PlaceOf(i);
            float gradient = (counts ? upstream[row] * Entropies[i] : 0) + (meanProbs is null ? 0 : meanProbs[i]);
            Span<float> ofParent = parentGradients.AsSpan(row * stride, stride);
            if (_parentChoices is not null)
            {
                ofParent[_parentChoices[i]] += gradient;
                continue;
            }

            bool[] holds = choice.Gate!.Values;
            for (int w = 0; w < holds.Length; w++)
            {
                ofParent[w] += holds[w] ? gradient : 0;
            }
        }
    }

    /// <summary>One row for each choice of the parent that has a positive probability and under which this choice is active.</summary>
    private static WeightedRows WithTable(
        FusedLayout layout, FusedChoice choice, int parentChoices, float[] joint, Func<int[]?, int[]?, FusedRows> rowsOf)
    {
        int stride = Lanes.Padded(parentChoices);
        List<int> rows = [];
        List<int> chosen = [];
        List<int> maskRows = [];
        List<float> weights = [];
        for (int row = 0; row < layout.Rows; row++)
        {
            for (int w = 0; w < parentChoices; w++)
            {
                float weight = joint[(row * stride) + w];
                if (weight > 0 && (choice.Gate is not { } gate || gate.Values[w]))
                {
                    rows.Add(row);
                    chosen.Add(w);
                    maskRows.Add(choice.RowsOfMask is null ? row : (row * parentChoices) + w);
                    weights.Add(weight);
                }
            }
        }

        int[] places = [.. rows];
        return new WeightedRows(rowsOf(places, [.. maskRows]), places, [.. chosen], [.. weights]);
    }

    /// <summary>The probability of each row that the parent takes one of the choices for which the gate holds.</summary>
    private static float[] GateProbs(FusedLayout layout, Gate gate, float[] joint)
    {
        int stride = Lanes.Padded(gate.Values.Length);
        float[] probs = new float[layout.Rows];
        for (int row = 0; row < probs.Length; row++)
        {
            for (int w = 0; w < gate.Values.Length; w++)
            {
                probs[row] += gate.Values[w] ? joint[(row * stride) + w] : 0;
            }
        }

        return probs;
    }
}
