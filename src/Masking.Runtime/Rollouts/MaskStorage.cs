using System.Numerics;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>Storage for masks: one bit per flag.</summary>
internal sealed class MaskStorage(RowShapes shapes) : MemberStorage<bool>(shapes, ScalarType.Bool, padding: false)
{
    private readonly int _capacity = (int)BitPacking.BytesFor(shapes.Capacity);
    private readonly byte[] _memory = new byte[BitPacking.BytesFor(shapes.Capacity) * shapes.Steps * shapes.Environments];

    public override long Bytes => _memory.Length;

    /// <summary>Counts the true flags and all flags in the first steps.</summary>
    public override (double Legal, double Total) CountLegal(int steps)
    {
        (long trueFlags, long total) = (0, 0);
        for (int step = 0; step < steps; step++)
        {
            long flags = (long)Shapes.Environments * Shapes.At(step).Product();
            total += flags;
            trueFlags += HasTensor(step) ? CountTrue(step) : flags;
        }

        return (trueFlags, total);
    }

    /// <summary>A mask that is null allows every choice.</summary>
    protected override void FillNull(Span<bool> values) => values.Fill(true);

    protected override void Write(int row, ReadOnlySpan<bool> values) =>
        BitPacking.Pack(values, _memory.AsSpan(row * _capacity, _capacity));

    protected override void Read(int row, Span<bool> values) =>
        BitPacking.Unpack(_memory.AsSpan(row * _capacity, _capacity), values);

    protected override Span<byte> Packed(int row, int length) =>
        _memory.AsSpan(row * _capacity, (int)BitPacking.BytesFor(length));

    private long CountTrue(int step)
    {
        long trueFlags = 0;
        int bytes = (int)BitPacking.BytesFor(Shapes.At(step).Product());
        for (int environment = 0; environment < Shapes.Environments; environment++)
        {
            foreach (byte packed in _memory.AsSpan(((step * Shapes.Environments) + environment) * _capacity, bytes))
            {
                trueFlags += BitOperations.PopCount(packed);
            }
        }

        return trueFlags;
    }
}
