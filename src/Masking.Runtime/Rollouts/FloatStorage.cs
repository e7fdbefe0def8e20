using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>Storage for dense inputs and numbers, as float32.</summary>
internal class FloatStorage(RowShapes shapes, float padding = 0) : MemberStorage<float>(shapes, ScalarType.Float32, padding)
{
    private readonly int _capacity = shapes.Capacity;
    private readonly float[] _memory = new float[shapes.Capacity * shapes.Steps * shapes.Environments];

    public override long Bytes => (long)_memory.Length * sizeof(float);

    protected override void Write(int row, ReadOnlySpan<float> values) => values.CopyTo(_memory.AsSpan(row * _capacity));

    protected override Span<byte> Packed(int row, int length) => MemoryMarshal.AsBytes(_memory.AsSpan(row * _capacity, length));

    protected override void Read(int row, Span<float> values) => _memory.AsSpan(row * _capacity, values.Length).CopyTo(values);
}
