using Masking.Choices;
using Masking.Kernels;
using Masking.Sampling;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>Rows of numbers that are chosen from intervals. A row holds the two columns, and the low and the high end.</summary>
internal sealed class IntervalRows : FusedRows
{
    private const int NumbersPerRow = NumberForm.Columns + 2;
    private const int RowsAtOnce = 64;

    /// <summary>The cost of a row in numbers of other choices, which decides whether threads pay off.</summary>
    private const int Cost = 256;

    private readonly NumberForm _form;

    /// <inheritdoc cref="FusedRows.Of"/>
    public IntervalRows(FusedChoice choice, Tensor[] logits, int count, int[]? rows, int[]? maskRows, bool isKept)
        : base(count, NumbersPerRow, results: 0, isKept)
    {
        _form = choice.Number!;
        ReadOnlySpan<float> columns = HostMemory.Read<float>(logits[choice.Source]);
        ReadOnlySpan<float> ends = choice.Mask is null ? [] : HostMemory.Read<float>(choice.Mask);
        int stride = (int)logits[choice.Source].size(-1);
        int endStride = choice.Mask is null ? 0 : (int)choice.Mask.size(-1);
        for (int i = 0; i < count; i++)
        {
            int row = rows is null ? i : rows[i];
            Span<float> target = Row(i);
            columns.Slice((row * stride) + choice.First, NumberForm.Columns).CopyTo(target);
            (target[2], target[3]) = (_form.Low, _form.High);
            if (choice.Mask is not null)
            {
                int maskRow = maskRows is null ? row : maskRows[i];
                ends.Slice((maskRow * endStride) + choice.FirstFlag, 2).CopyTo(target[NumberForm.Columns..]);
            }
        }
    }

    public override void Draw(RowUniforms uniforms, int lane, int[]? rows, ActionMemory actions) =>
        RowChunks.ForEach(Count, Cost, (first, end) =>
        {
            Span<uint> words = stackalloc uint[RowsAtOnce];
            Span<float> numbers = actions.Numbers;
            for (int i = first; i < end; i += RowsAtOnce)
            {
                Span<uint> some = words[..Math.Min(RowsAtOnce, end - i)];
                uniforms.OfRows(rows, i, lane, some);
                for (int j = 0; j < some.Length; j++)
                {
                    int row = rows is null ? i + j : rows[i + j];
                    numbers[row] = (float)Distribution(i + j, uniforms.Temperature).Quantile(Uniform.Of(some[j]));
                }
            }
        });

    public override void Mode(int[]? rows, ActionMemory actions)
    {
        Span<float> numbers = actions.Numbers;
        for (int i = 0; i < Count; i++)
        {
            numbers[rows is null ? i : rows[i]] = (float)Distribution(i).Mode;
        }
    }

    public override void AddLogProbs(int[]? rows, ActionMemory actions, Tensor sums) =>
        RowChunks.ForEach(Count, Cost, (first, end) =>
        {
            ReadOnlySpan<float> numbers = actions.Numbers;
            Span<float> result = HostMemory.Write<float>(sums);
            for (int i = first; i < end; i++)
            {
                int row = rows is null ? i : rows[i];
                double logProb = Distribution(i).LogProb(numbers[row]);
                result[row] += double.IsNegativeInfinity(logProb) ? float.NegativeInfinity : (float)Math.Max(logProb, float.MinValue);
            }
        });

    public override float[] Entropies()
    {
        float[] entropies = new float[Count];
        RowChunks.ForEach(Count, Cost, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                entropies[i] = (float)Distribution(i).Entropy;
            }
        });
        return entropies;
    }

    public override void AddGradients(int[]? rows, UpstreamGradients upstream, Tensor target, FusedChoice choice) =>
        RowChunks.ForEach(Count, Cost, (first, end) => AddGradients(rows, first, end, upstream, target, choice), rows);

    public override (Tensor Logits, Tensor? Mask) LogitsAndMask(long[] shape, bool isMasked)
    {
        Tensor columns = HostMemory.Create(shape, ScalarType.Float32, out Span<float> numbers);
        Tensor? ends = isMasked ? HostMemory.Create(shape, ScalarType.Float32, out Span<float> _) : null;
        Span<float> endNumbers = ends is null ? [] : HostMemory.Write<float>(ends);
        for (int i = 0; i < Count; i++)
        {
            Row(i)[..NumberForm.Columns].CopyTo(numbers[(i * NumberForm.Columns)..]);
            if (isMasked)
            {
                Row(i)[NumberForm.Columns..].CopyTo(endNumbers[(i * NumberForm.Columns)..]);
            }
        }

        return (columns, ends);
    }

    private void AddGradients(int[]? rows, int first, int end, UpstreamGradients upstream, Tensor target, FusedChoice choice)
    {
        LogitGradients gradients = new(target, choice, upstream.Overwrites);
        ReadOnlySpan<float> ofLogProbs = upstream.LogProb is null ? [] : HostMemory.Read<float>(upstream.LogProb);
        ReadOnlySpan<float> numbers = upstream.LogProb is null ? [] : upstream.Actions.Numbers;
        Span<float> gradient = stackalloc float[NumberForm.Columns];
        for (int i = first; i < end; i++)
        {
            int row = rows is null ? i : rows[i];
            float ofLogProb = ofLogProbs.IsEmpty ? 0 : ofLogProbs[row];
            float ofEntropy = upstream.Entropy is null ? 0 : upstream.Entropy[i];
            gradient.Clear();
            if (ofLogProb != 0 || ofEntropy != 0)
            {
                TruncatedNormal distribution = Distribution(i);
                (double location, double scale) = ofLogProb == 0 ? (0, 0) : distribution.LogProbGradient(numbers[row]);
                (double entropyLocation, double entropyScale) = ofEntropy == 0 ? (0, 0) : distribution.EntropyGradient;
                (double a, double b) = _form.Backpropagate(
                    Row(i),
                    ((ofLogProb * location) + (ofEntropy * entropyLocation), (ofLogProb * scale) + (ofEntropy * entropyScale)));
                (gradient[0], gradient[1]) = ((float)a, (float)b);
            }

            gradients.Add(row, gradient);
        }
    }

    private Span<float> Row(int row) => Memory.Span.Slice(row * NumbersPerRow, NumbersPerRow);

    private TruncatedNormal Distribution(int row, double temperature = 1)
    {
        ReadOnlySpan<float> numbers = Row(row);
        return _form.Distribution(numbers[..NumberForm.Columns], numbers[2], numbers[3], temperature);
    }
}
