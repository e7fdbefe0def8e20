using System.Numerics;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>Masks, one bit a flag.</summary>
internal sealed class RolloutMasks(RolloutShape shape) : RolloutMember<bool>(shape, ScalarType.Bool, absent: false)
{
    private readonly int _room = (int)BitPacking.BytesFor(shape.Room);
    private readonly byte[] _memory = new byte[BitPacking.BytesFor(shape.Room) * shape.Steps * shape.Environments];

    public override long Bytes => _memory.Length;

    /// <summary>How many flags are true in the first steps, and how many there are.</summary>
    /// <param name="steps">The number of steps.</param>
    public (long True, long All) CountFlags(int steps)
    {
        (long set, long all) = (0, 0);
        for (int step = 0; step < steps; step++)
        {
            long flags = (long)Shape.Environments * Shape.At(step).Product();
            all += flags;
            set += IsGiven(step) ? SetIn(step) : flags;
        }

        return (set, all);
    }

    /// <summary>A mask that was left out allows everything.</summary>
    protected override bool LeftOut => true;

    protected override void Write(int row, ReadOnlySpan<bool> values) => BitPacking.Pack(values, _memory.AsSpan(row * _room, _room));

    protected override void Read(int row, Span<bool> values) => BitPacking.Unpack(_memory.AsSpan(row * _room, _room), values);

    private long SetIn(int step)
    {
        long set = 0;
        int bytes = (int)BitPacking.BytesFor(Shape.At(step).Product());
        for (int environment = 0; environment < Shape.Environments; environment++)
        {
            foreach (byte eight in _memory.AsSpan(((step * Shape.Environments) + environment) * _room, bytes))
            {
                set += BitOperations.PopCount(eight);
            }
        }

        return set;
    }
}
