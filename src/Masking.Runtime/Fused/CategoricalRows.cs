using Masking.Kernels;
using Masking.Sampling;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// Rows of categorical choices. A row holds the logit of every legal choice minus the greatest logit of the row, and -inf for a masked
/// choice.
/// </summary>
internal sealed class CategoricalRows(FusedChoice choice, Tensor[] logits, int count, int[]? rows, int[]? maskRows, bool isKept)
    : LogitRows(choice, logits, count, rows, maskRows, isKept, shifts: true, results: 3)
{
    private const int TotalsResult = 0;
    private const int LogTotalsResult = 1;
    private const int EntropiesResult = 2;
    private const int RowsAtOnce = 64;

    private bool _hasTotals;
    private bool _hasEntropies;

    public override void Draw(RowUniforms uniforms, int lane, int[]? rows, ActionMemory actions)
    {
        bool isTempered = uniforms.Temperature != 1;
        float temperature = Temperatures.ClampToSingle(uniforms.Temperature);
        RowChunks.ForEach(Count, Stride, (first, end) =>
        {
            Span<uint> words = stackalloc uint[RowsAtOnce];
            Span<long> chosen = stackalloc long[RowsAtOnce];
            Span<long> all = actions.Span;
            for (int i = first; i < end; i += RowsAtOnce)
            {
                int next = Math.Min(i + RowsAtOnce, end);
                int some = next - i;
                uniforms.OfRows(rows, i, lane, words[..some]);
                if (isTempered)
                {
                    Categorical.DrawAt(Logits(i, next), temperature, words[..some], chosen);
                }
                else
                {
                    Categorical.Draw(Logits(i, next), words[..some], chosen, Results(TotalsResult, i, next));
                }

                Scatter(chosen[..some], rows, i, all);
            }

            if (!isTempered)
            {
                VectorLog.Log(Results(TotalsResult, first, end), Results(LogTotalsResult, first, end));
            }
        });
        _hasTotals |= !isTempered;
    }

    public override void Mode(int[]? rows, ActionMemory actions)
    {
        Span<long> all = actions.Span;
        for (int i = 0; i < Count; i++)
        {
            all[rows is null ? i : rows[i]] = Categorical.Mode(Logits(i, i + 1));
        }
    }

    public override void AddLogProbs(int[]? rows, ActionMemory actions, Tensor sums)
    {
        RequireTotals();
        RowChunks.ForEach(Count, Stride, (first, end) =>
        {
            ReadOnlySpan<float> logits = Logits(first, end);
            ReadOnlySpan<float> logTotals = Results(LogTotalsResult, first, end);
            ReadOnlySpan<long> chosen = actions.Span;
            Span<float> result = HostMemory.Write<float>(sums);
            for (int i = 0; i < logTotals.Length; i++)
            {
                int row = rows is null ? first + i : rows[first + i];
                result[row] += Categorical.LogProb(logits.Slice(i * Stride, Stride), logTotals[i], chosen[row]);
            }
        });
    }

    public override float[] Entropies()
    {
        RequireEntropies();
        return Results(EntropiesResult, 0, Count).ToArray();
    }

    /// <summary>Adds the probabilities of every row, multiplied by its weight.</summary>
    /// <param name="rows">The index of each row in the batch; null: its own index.</param>
    /// <param name="weights">The weight of each row; null: 1.</param>
    /// <param name="probs">The probabilities of all rows of the batch, with their padding.</param>
    public void AddProbs(int[]? rows, float[]? weights, Span<float> probs)
    {
        RequireTotals();
        ReadOnlySpan<float> totals = Results(TotalsResult, 0, Count);
        for (int i = 0; i < Count; i++)
        {
            if (totals[i] > 0)
            {
                int row = rows is null ? i : rows[i];
                float weight = weights is null ? 1 : weights[i];
                ShiftedRow.AddExponentials(Logits(i, i + 1), weight / totals[i], probs.Slice(row * Stride, Stride));
            }
        }
    }

    /// <summary>The expectation <c>Σ p v</c> of every row; 0 where nothing is legal.</summary>
    /// <param name="rows">The index of each row in the batch; null: its own index.</param>
    /// <param name="values">The values of all rows of the batch, with their padding.</param>
    public float[] Expectations(int[]? rows, ReadOnlySpan<float> values)
    {
        ReadOnlySpan<float> totals = Results(TotalsResult, 0, Count);
        float[] means = new float[Count];
        for (int i = 0; i < means.Length; i++)
        {
            int row = rows is null ? i : rows[i];
            means[i] = totals[i] > 0 ? ShiftedRow.Sum(Logits(i, i + 1), values.Slice(row * Stride, Stride)) / totals[i] : 0;
        }

        return means;
    }

    public override void AddGradients(int[]? rows, UpstreamGradients upstream, Tensor target, FusedChoice choice) =>
        RowChunks.ForEach(Count, Stride, (first, end) => AddGradients(rows, first, end, upstream, target, choice), rows);

    private void AddGradients(int[]? rows, int first, int end, UpstreamGradients upstream, Tensor target, FusedChoice choice)
    {
        using Scratch<float> gradient = new(stackalloc float[Scratch.OnStack], Stride);
        LogitGradients gradients = new(target, choice, upstream.Overwrites);
        ReadOnlySpan<float> logits = Logits(first, end);
        ReadOnlySpan<float> totals = Results(TotalsResult, first, end);
        ReadOnlySpan<float> logTotals = Results(LogTotalsResult, first, end);
        ReadOnlySpan<float> entropies = Results(EntropiesResult, first, end);
        ReadOnlySpan<float> logProbUpstream = upstream.LogProb is null ? [] : HostMemory.Read<float>(upstream.LogProb);
        ReadOnlySpan<long> actions = upstream.Actions.Span;
        for (int i = 0; i < totals.Length; i++)
        {
            int at = first + i;
            int row = rows is null ? at : rows[at];
            if (totals[i] == 0)
            {
                gradient.Span.Clear();      // no legal choice
                gradients.Add(row, gradient.Span);
                continue;
            }

            ReadOnlySpan<float> shifted = logits.Slice(i * Stride, Stride);
            int action = logProbUpstream.IsEmpty ? -1 : (int)actions[row];
            bool isPossible = action < 0 || !float.IsNegativeInfinity(shifted[action]);
            float ofLogProb = logProbUpstream.IsEmpty || !isPossible ? 0 : logProbUpstream[row];
            float ofEntropy = upstream.Entropy is null ? 0 : upstream.Entropy[at];
            float ofProbs = upstream.Probs is null ? 0 : upstream.ActiveProbs is null ? 1 : upstream.ActiveProbs[at];
            if (float.IsNaN(totals[i]))
            {
                bool hasUpstream = (!logProbUpstream.IsEmpty && logProbUpstream[row] != 0) || ofEntropy != 0 || ofProbs != 0;
                ShiftedRow.GradientOfNaN(shifted, hasUpstream ? float.NaN : 0, gradient.Span);
                gradients.Add(row, gradient.Span);
                continue;
            }

            // d log p[a] / d l = onehot(a) - p, and d H / d l = -p (log p + H).
            ofLogProb = action < 0 ? 0 : ofLogProb;
            float constant = ofEntropy == 0 ? -ofLogProb : -ofLogProb - (ofEntropy * (entropies[i] - logTotals[i]));
            ShiftedRow.Gradient(shifted, totals[i], constant, -ofEntropy, gradient.Span);
            if (upstream.Probs is not null)
            {
                ReadOnlySpan<float> probs = upstream.Probs.AsSpan(row * Stride, Stride);
                ShiftedRow.AddExpectationGradient(shifted, totals[i], probs, upstream.MeanProbs![at], ofProbs, gradient.Span);
            }

            gradients.Add(row, gradient.Span);
            if (ofLogProb != 0)
            {
                gradients.Add(row, action, ofLogProb);
            }
        }
    }

    private void RequireTotals()
    {
        if (!_hasTotals)
        {
            RequireEntropies();
        }
    }

    private void RequireEntropies()
    {
        if (!_hasEntropies)
        {
            RowChunks.ForEach(Count, Stride, (first, end) => Categorical.Moments(
                Logits(first, end),
                Results(TotalsResult, first, end),
                Results(LogTotalsResult, first, end),
                Results(EntropiesResult, first, end)));
            (_hasTotals, _hasEntropies) = (true, true);
        }
    }

    private static void Scatter(ReadOnlySpan<long> chosen, int[]? rows, int first, Span<long> all)
    {
        if (rows is null)
        {
            chosen.CopyTo(all[first..]);
            return;
        }

        for (int i = 0; i < chosen.Length; i++)
        {
            all[rows[first + i]] = chosen[i];
        }
    }
}
