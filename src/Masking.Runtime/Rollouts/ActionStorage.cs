using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>Storage for actions, as int32: half the memory of int64.</summary>
internal sealed class ActionStorage(RowShapes shapes) : MemberStorage<long>(shapes, ScalarType.Int64, padding: -1)
{
    private readonly RowShapes _shapes = shapes;
    private readonly int[] _memory = new int[shapes.Capacity * shapes.Steps * shapes.Environments];

    public override long Bytes => (long)_memory.Length * sizeof(int);

    /// <exception cref="ArgumentOutOfRangeException">An action does not fit into 32 bits.</exception>
    protected override void Write(int row, ReadOnlySpan<long> values)
    {
        Span<int> memory = _memory.AsSpan(row * _shapes.Capacity, _shapes.Capacity);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is < int.MinValue or > int.MaxValue)
            {
                throw new ArgumentOutOfRangeException(
                    "step",
                    values[i],
                    $"{_shapes.Name}: expected indices of choices, or -1 for no action, got {values[i]}."
                );
            }

            memory[i] = (int)values[i];
        }
    }

    protected override Span<byte> Packed(int row, int length) =>
        MemoryMarshal.AsBytes(_memory.AsSpan(row * _shapes.Capacity, length));

    protected override void Read(int row, Span<long> values)
    {
        ReadOnlySpan<int> memory = _memory.AsSpan(row * _shapes.Capacity, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = memory[i];
        }
    }
}
