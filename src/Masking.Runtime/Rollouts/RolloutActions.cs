using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>Actions, in half of the memory that they take as int64.</summary>
internal sealed class RolloutActions(RolloutShape shape) : RolloutMember<long>(shape, ScalarType.Int64, absent: -1)
{
    private readonly RolloutShape _shape = shape;
    private readonly int[] _memory = new int[shape.Room * shape.Steps * shape.Environments];

    public override long Bytes => (long)_memory.Length * sizeof(int);

    /// <exception cref="ArgumentOutOfRangeException">An action is no index of a choice.</exception>
    protected override void Write(int row, ReadOnlySpan<long> values)
    {
        Span<int> memory = _memory.AsSpan(row * _shape.Room, _shape.Room);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is < int.MinValue or > int.MaxValue)
            {
                throw new ArgumentOutOfRangeException(
                    "step",
                    values[i],
                    $"{_shape.Name}: expected indices of choices, or -1 for no action, got {values[i]}."
                );
            }

            memory[i] = (int)values[i];
        }
    }

    protected override void Read(int row, Span<long> values)
    {
        ReadOnlySpan<int> memory = _memory.AsSpan(row * _shape.Room, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = memory[i];
        }
    }
}
