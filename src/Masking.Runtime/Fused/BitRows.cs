using System.Runtime.InteropServices;
using Masking.Kernels;
using Masking.Sampling;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>Rows of independent bits: the logit of every legal bit, and -inf where masked.</summary>
internal sealed class BitRows(FusedChoice choice, Tensor[] logits, int count, int[]? rows, int[]? maskRows, bool isKept)
    : FusedRows(choice, logits, count, rows, maskRows, isKept, shifts: false, results: 0)
{
    public override int Numbers => Width;

    public override void Draw(RowUniforms uniforms, int lane, int[]? rows, ActionMemory actions)
    {
        float temperature = Temperatures.Reachable(uniforms.Temperature);
        RowChunks.Work(
            Count,
            Stride,
            (first, end) =>
            {
                using Room<uint> words = new(stackalloc uint[Room.OnStack], Stride);
                using Room<long> bits = new(stackalloc long[Room.OnStack], Stride);
                Span<long> all = actions.Span;
                words.Span.Clear();
                for (int i = first; i < end; i++)
                {
                    int row = rows is null ? i : rows[i];
                    uniforms.OfRow(row, lane, words.Span[..Width]);
                    Bits.Draw(Logits(i, i + 1), temperature, words.Span, bits.Span);
                    bits.Span[..Width].CopyTo(all[(row * Width)..]);
                }
            }
        );
    }

    public override void Greatest(int[]? rows, ActionMemory actions)
    {
        Span<long> all = actions.Span;
        for (int i = 0; i < Count; i++)
        {
            Bits.Greatest(Logits(i, i + 1), all.Slice((rows is null ? i : rows[i]) * Width, Width));
        }
    }

    public override void AddLogProbs(int[]? rows, ActionMemory actions, Tensor sums) =>
        RowChunks.Work(
            Count,
            Stride,
            (first, end) =>
            {
                using Room<long> room = new(stackalloc long[Room.OnStack], Stride);
                ReadOnlySpan<long> all = actions.Span;
                Span<float> result = HostMemory.Write<float>(sums);
                for (int i = first; i < end; i++)
                {
                    int row = rows is null ? i : rows[i];
                    result[row] += Bits.LogProb(Logits(i, i + 1), ref Readable(all, row, room.Span), Width);
                }
            }
        );

    public override float[] Entropies()
    {
        float[] entropies = new float[Count];
        RowChunks.Work(
            Count,
            Stride,
            (first, end) =>
            {
                for (int i = first; i < end; i++)
                {
                    entropies[i] = Bits.Entropy(Logits(i, i + 1));
                }
            }
        );
        return entropies;
    }

    public override void AddGradients(int[]? rows, RowFlow flow, Tensor target, FusedChoice choice) =>
        RowChunks.Work(
            Count,
            Stride,
            (first, end) =>
            {
                using Room<float> gradient = new(stackalloc float[Room.OnStack], Stride);
                using Room<long> room = new(stackalloc long[Room.OnStack], Stride);
                room.Span.Clear();
                LogitGradients gradients = new(target, choice, flow.IsOnly);
                ReadOnlySpan<float> toLogProb = flow.ToLogProb is null ? [] : HostMemory.Read<float>(flow.ToLogProb);
                ReadOnlySpan<long> all = flow.Actions.Span;
                for (int i = first; i < end; i++)
                {
                    int row = rows is null ? i : rows[i];
                    ReadOnlySpan<float> logits = Logits(i, i + 1);
                    ref long bits = ref toLogProb.IsEmpty ? ref MemoryMarshal.GetReference(room.Span) : ref Readable(all, row, room.Span);
                    float logProb = toLogProb.IsEmpty ? 0 : Bits.LogProb(logits, ref bits, Width);
                    if (float.IsNaN(logProb))
                    {
                        bool isReached = toLogProb[row] != 0 || (flow.ToEntropy is not null && flow.ToEntropy[i] != 0);
                        ShiftedRow.GradientOfNaN(logits, isReached ? float.NaN : 0, gradient.Span);
                        gradients.Add(row, gradient.Span);
                        continue;
                    }

                    bool isPossible = !toLogProb.IsEmpty && !float.IsNegativeInfinity(logProb);
                    Bits.Gradient(
                        logits,
                        ref bits,
                        Width,
                        isPossible ? toLogProb[row] : 0,
                        flow.ToEntropy is null ? 0 : flow.ToEntropy[i],
                        gradient.Span
                    );
                    gradients.Add(row, gradient.Span);
                }
            },
            rows
        );

    /// <summary>
    /// The first bit of a row, of which whole vectors can be read: behind a row is the next one, and where nothing is behind it the row is
    /// copied.
    /// </summary>
    private ref long Readable(ReadOnlySpan<long> all, int row, Span<long> room)
    {
        if ((row * Width) + Stride <= all.Length)
        {
            return ref MemoryMarshal.GetReference(all[(row * Width)..]);
        }

        all.Slice(row * Width, Width).CopyTo(room);
        return ref MemoryMarshal.GetReference(room);
    }
}
