using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>Storage for dense inputs, as float32.</summary>
internal sealed class FloatStorage(RowShapes shapes) : MemberStorage<float>(shapes, ScalarType.Float32, padding: 0)
{
    private readonly int _capacity = shapes.Capacity;
    private readonly float[] _memory = new float[shapes.Capacity * shapes.Steps * shapes.Environments];

    public override long Bytes => (long)_memory.Length * sizeof(float);

    protected override void Write(int row, ReadOnlySpan<float> values) => values.CopyTo(_memory.AsSpan(row * _capacity));

    protected override void Read(int row, Span<float> values) => _memory.AsSpan(row * _capacity, values.Length).CopyTo(values);
}
