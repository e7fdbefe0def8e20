using System.Buffers;
using Masking.Choices;

namespace Masking.Fused;

/// <summary>The rows of one choice under everything that may happen before it.</summary>
internal sealed class FusedCase
{
    private readonly int[]? _under;

    /// <param name="rows">The rows.</param>
    /// <param name="places">Their places among all rows; null: the same.</param>
    /// <param name="under">The choice of the parent that each is under; null: whichever.</param>
    /// <param name="weights">How probable it is that the choice is made so; null: certain.</param>
    private FusedCase(FusedRows rows, int[]? places, int[]? under, float[]? weights)
    {
        Rows = rows;
        Places = places;
        _under = under;
        Weights = weights;
        Entropies = rows.Entropies();
    }

    public FusedRows Rows { get; }

    /// <summary>Their places among all rows; null: the same.</summary>
    public int[]? Places { get; }

    /// <summary>How probable it is that the choice is made; null: certain.</summary>
    public float[]? Weights { get; }

    /// <summary>The entropy of each row.</summary>
    public float[] Entropies { get; }

    /// <summary>All rows in which a choice may be made.</summary>
    /// <param name="choices">The choices.</param>
    /// <param name="choice">The choice.</param>
    /// <param name="parent">How probable it is that the parent is made and is each of its choices, rows with their padding; null: there is
    /// no parent.</param>
    /// <param name="rowsOf">Gives rows of the choice and of its mask; null and null: all.</param>
    public static FusedCase Of(FusedLayout choices, FusedChoice choice, float[]? parent, Func<int[]?, int[]?, FusedRows> rowsOf) =>
        choice switch
        {
            { Table: { } table } => WithTable(choices, choice, choices[table].Columns, parent!, rowsOf),
            { Gate: { } gate } => new FusedCase(rowsOf(null, null), null, null, WeightsOf(choices, gate, parent!)),
            _ => new FusedCase(rowsOf(null, null), null, null, null),
        };

    /// <summary>A rented array of zeros.</summary>
    public static float[] Zeros(int length)
    {
        float[] zeros = ArrayPool<float>.Shared.Rent(length);
        Array.Clear(zeros, 0, length);
        return zeros;
    }

    public int RowOf(int index) => Places is null ? index : Places[index];

    public float WeightOf(int index) => Weights is null ? 1 : Weights[index];

    /// <summary>
    /// For every row and column how probable it is that this choice is made and is that: rows with their padding, in a rented array.
    /// </summary>
    /// <param name="rows">The number of all rows.</param>
    public float[] Joint(int rows)
    {
        float[] joint = Zeros(rows * Rows.Stride);
        ((CategoricalRows)Rows).AddProbs(Places, Weights, joint);
        return joint;
    }

    /// <summary>What flows to the entropy of each row.</summary>
    /// <param name="upstream">What flows to the sum, one number for each of all rows.</param>
    /// <param name="counts">Whether this choice is part of the sum.</param>
    public float[] Weighed(ReadOnlySpan<float> upstream, bool counts)
    {
        float[] weighed = new float[Rows.Count];
        for (int i = 0; counts && i < weighed.Length; i++)
        {
            weighed[i] = upstream[RowOf(i)] * WeightOf(i);
        }

        return weighed;
    }

    /// <summary>Gives what flows to the weight of each row on to the parent's joint probabilities that it consists of.</summary>
    /// <param name="choice">This choice.</param>
    /// <param name="upstream">What flows to the sum, one number for each of all rows.</param>
    /// <param name="counts">Whether this choice is part of the sum.</param>
    /// <param name="means">What comes from choices that depend on this one; null: none do.</param>
    /// <param name="toParent">What flows to the parent's joint probabilities, rows with their padding.</param>
    /// <param name="stride">From one of its rows to the next.</param>
    public void Give(FusedChoice choice, ReadOnlySpan<float> upstream, bool counts, float[]? means, float[] toParent, int stride)
    {
        for (int i = 0; i < Rows.Count; i++)
        {
            if (WeightOf(i) == 0)
            {
                continue;       // what cannot happen may be infinite or NaN
            }

            int row = RowOf(i);
            float gradient = (counts ? upstream[row] * Entropies[i] : 0) + (means is null ? 0 : means[i]);
            Span<float> ofParent = toParent.AsSpan(row * stride, stride);
            if (_under is not null)
            {
                ofParent[_under[i]] += gradient;
                continue;
            }

            bool[] holds = choice.Gate!.Values;
            for (int w = 0; w < holds.Length; w++)
            {
                ofParent[w] += holds[w] ? gradient : 0;
            }
        }
    }

    /// <summary>One row for each choice of the parent that may happen and under which this choice is made.</summary>
    private static FusedCase WithTable(
        FusedLayout choices,
        FusedChoice choice,
        int parents,
        float[] joint,
        Func<int[]?, int[]?, FusedRows> rowsOf
    )
    {
        int stride = Kernels.Lanes.Padded(parents);
        List<int> rows = [];
        List<int> under = [];
        List<int> maskRows = [];
        List<float> weights = [];
        for (int row = 0; row < choices.Rows; row++)
        {
            for (int w = 0; w < parents; w++)
            {
                float weight = joint[(row * stride) + w];
                if (weight > 0 && (choice.Gate is not { } gate || gate.Values[w]))
                {
                    rows.Add(row);
                    under.Add(w);
                    maskRows.Add(choice.RowsOfMask is null ? row : (row * parents) + w);
                    weights.Add(weight);
                }
            }
        }

        int[] places = [.. rows];
        return new FusedCase(rowsOf(places, [.. maskRows]), places, [.. under], [.. weights]);
    }

    private static float[] WeightsOf(FusedLayout choices, Gate gate, float[] joint)
    {
        int stride = Kernels.Lanes.Padded(gate.Values.Length);
        float[] weights = new float[choices.Rows];
        for (int row = 0; row < weights.Length; row++)
        {
            for (int w = 0; w < gate.Values.Length; w++)
            {
                weights[row] += gate.Values[w] ? joint[(row * stride) + w] : 0;
            }
        }

        return weights;
    }
}
