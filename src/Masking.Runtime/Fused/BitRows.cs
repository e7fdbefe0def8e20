using System.Runtime.InteropServices;
using Masking.Kernels;
using Masking.Sampling;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>Rows of independent bits. A row holds the logit of every legal bit, and -inf for a masked bit.</summary>
internal sealed class BitRows(FusedChoice choice, Tensor[] logits, int count, int[]? rows, int[]? maskRows, bool isKept)
    : LogitRows(choice, logits, count, rows, maskRows, isKept, shifts: false, results: 0)
{
    public override void Draw(RowUniforms uniforms, int lane, int[]? rows, ActionMemory actions)
    {
        float temperature = Temperatures.ClampToSingle(uniforms.Temperature);
        RowChunks.ForEach(Count, Stride, (first, end) =>
        {
            using Scratch<uint> words = new(stackalloc uint[Scratch.OnStack], Stride);
            using Scratch<long> bits = new(stackalloc long[Scratch.OnStack], Stride);
            Span<long> all = actions.Span;
            words.Span.Clear();
            for (int i = first; i < end; i++)
            {
                int row = rows is null ? i : rows[i];
                uniforms.OfRow(row, lane, words.Span[..Width]);

                // In place, the padding is written to the next rows of the chunk, which are drawn later.
                bool isInPlace = rows is null && (row * Width) + Stride <= end * Width;
                Bits.Draw(Logits(i, i + 1), temperature, words.Span, isInPlace ? all.Slice(row * Width, Stride) : bits.Span);
                if (!isInPlace)
                {
                    bits.Span[..Width].CopyTo(all[(row * Width)..]);
                }
            }
        });
    }

    public override void Mode(int[]? rows, ActionMemory actions)
    {
        Span<long> all = actions.Span;
        for (int i = 0; i < Count; i++)
        {
            Bits.Mode(Logits(i, i + 1), all.Slice((rows is null ? i : rows[i]) * Width, Width));
        }
    }

    public override void AddLogProbs(int[]? rows, ActionMemory actions, Tensor sums) =>
        RowChunks.ForEach(Count, Stride, (first, end) =>
        {
            using Scratch<long> scratch = new(stackalloc long[Scratch.OnStack], Stride);
            ReadOnlySpan<long> all = actions.Span;
            Span<float> result = HostMemory.Write<float>(sums);
            for (int i = first; i < end; i++)
            {
                int row = rows is null ? i : rows[i];
                result[row] += Bits.LogProb(Logits(i, i + 1), ref Readable(all, row, scratch.Span), Width);
            }
        });

    public override float[] Entropies()
    {
        float[] entropies = new float[Count];
        RowChunks.ForEach(Count, Stride, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                entropies[i] = Bits.Entropy(Logits(i, i + 1));
            }
        });
        return entropies;
    }

    public override void AddGradients(int[]? rows, UpstreamGradients upstream, Tensor target, FusedChoice choice) =>
        RowChunks.ForEach(Count, Stride, (first, end) => AddGradients(rows, first, end, upstream, target, choice), rows);

    private void AddGradients(int[]? rows, int first, int end, UpstreamGradients upstream, Tensor target, FusedChoice choice)
    {
        using Scratch<float> gradient = new(stackalloc float[Scratch.OnStack], Stride);
        using Scratch<long> scratch = new(stackalloc long[Scratch.OnStack], Stride);
        scratch.Span.Clear();
        LogitGradients gradients = new(target, choice, upstream.Overwrites);
        ReadOnlySpan<float> ofLogProb = upstream.LogProb is null ? [] : HostMemory.Read<float>(upstream.LogProb);
        ReadOnlySpan<long> all = upstream.Actions.Span;
        for (int i = first; i < end; i++)
        {
            int row = rows is null ? i : rows[i];
            ReadOnlySpan<float> logits = Logits(i, i + 1);
            ref long bits = ref ofLogProb.IsEmpty ? ref MemoryMarshal.GetReference(scratch.Span) : ref Readable(all, row, scratch.Span);
            float logProb = ofLogProb.IsEmpty ? 0 : Bits.LogProb(logits, ref bits, Width);
            float ofEntropy = upstream.Entropy is null ? 0 : upstream.Entropy[i];
            if (float.IsNaN(logProb))
            {
                bool hasUpstream = ofLogProb[row] != 0 || ofEntropy != 0;
                ShiftedRow.GradientOfNaN(logits, hasUpstream ? float.NaN : 0, gradient.Span);
                gradients.Add(row, gradient.Span);
                continue;
            }

            bool isPossible = !ofLogProb.IsEmpty && !float.IsNegativeInfinity(logProb);
            Bits.Gradient(logits, ref bits, Width, isPossible ? ofLogProb[row] : 0, ofEntropy, gradient.Span);
            gradients.Add(row, gradient.Span);
        }
    }

    /// <summary>
    /// A reference to the first bit of a row, from which whole vectors can be read. The last row has no memory after it, and is copied.
    /// </summary>
    private ref long Readable(ReadOnlySpan<long> all, int row, Span<long> scratch)
    {
        if ((row * Width) + Stride <= all.Length)
        {
            return ref MemoryMarshal.GetReference(all[(row * Width)..]);
        }

        all.Slice(row * Width, Width).CopyTo(scratch);
        return ref MemoryMarshal.GetReference(scratch);
    }
}
