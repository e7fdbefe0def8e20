using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>Dense inputs, as they are.</summary>
internal sealed class RolloutNumbers(RolloutShape shape) : RolloutMember<float>(shape, ScalarType.Float32, absent: 0)
{
    private readonly int _room = shape.Room;
    private readonly float[] _memory = new float[shape.Room * shape.Steps * shape.Environments];

    public override long Bytes => (long)_memory.Length * sizeof(float);

    protected override void Write(int row, ReadOnlySpan<float> values) => values.CopyTo(_memory.AsSpan(row * _room));

    protected override void Read(int row, Span<float> values) => _memory.AsSpan(row * _room, values.Length).CopyTo(values);
}
