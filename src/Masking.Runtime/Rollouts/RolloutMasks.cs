using static TorchSharp.torch;

namespace Masking;

/// <summary>Masks, one bit a flag.</summary>
internal sealed class RolloutMasks(RolloutShape shape) : RolloutMember<bool>(shape, ScalarType.Bool, absent: false)
{
    private readonly int _room = (int)BitPacking.BytesFor(shape.Room);
    private readonly byte[] _memory = new byte[BitPacking.BytesFor(shape.Room) * shape.Steps * shape.Environments];

    public override long Bytes => _memory.Length;

    /// <summary>A mask that was left out allows everything.</summary>
    protected override bool LeftOut => true;

    protected override void Write(int row, ReadOnlySpan<bool> values) => BitPacking.Pack(values, _memory.AsSpan(row * _room, _room));

    protected override void Read(int row, Span<bool> values) => BitPacking.Unpack(_memory.AsSpan(row * _room, _room), values);
}
