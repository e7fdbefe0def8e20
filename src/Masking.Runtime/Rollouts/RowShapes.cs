using System.Runtime.InteropServices;
using Masking.CompilerServices;

namespace Masking.Rollouts;

/// <summary>The shape of one row of a member, at every step of a rollout.</summary>
internal sealed class RowShapes
{
    private readonly InputContract.Axis[] _axes;
    private readonly int[] _stepSizes;

    /// <param name="name">The name of the member, for error messages.</param>
    /// <param name="axes">The axes of one row, without the batch.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="environments">The number of environments: the rows of each step.</param>
    /// <param name="limits">The maximum of each named size.</param>
    /// <exception cref="ArgumentException">All rows together would exceed the maximum length of an array.</exception>
    public RowShapes(string name, ReadOnlySpan<InputContract.Axis> axes, int steps, int environments, ReadOnlySpan<long> limits)
    {
        Name = name;
        Steps = steps;
        Environments = environments;
        _axes = axes.ToArray();
        Sizes = new long[_axes.Length];
        long capacity = 1;
        for (int axis = 0; axis < _axes.Length; axis++)
        {
            Sizes[axis] = SizeOf(_axes[axis], limits);
            capacity *= Sizes[axis];

            // The product cannot overflow: each factor is below 2³¹, and the loop throws as soon as the product exceeds the limit.
            if (capacity * steps * environments > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"{name}: expected rows of at most {Array.MaxLength / ((long)steps * environments)} elements for {steps} steps of "
                        + $"{environments} environments, got {capacity} or more. Reduce the number of steps or of entities.",
                    "sizes"
                );
            }
        }

        if ((long)steps * _axes.Length > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), steps,
                $"{name}: expected at most {Array.MaxLength / _axes.Length} steps.");
        }

        _stepSizes = new int[steps * _axes.Length];
        Capacity = (int)capacity;
    }

    public string Name { get; }

    public int Steps { get; }

    public int Environments { get; }

    /// <summary>The maximum size of each axis.</summary>
    public long[] Sizes { get; }

    /// <summary>The maximum number of elements of one row.</summary>
    public int Capacity { get; }

    /// <summary>Gets the shape of the rows of a step.</summary>
    public ReadOnlySpan<int> At(int step) => _stepSizes.AsSpan(step * _axes.Length, _axes.Length);

    /// <summary>Stores the shape of the rows of a step.</summary>
    /// <param name="step">The index of the step.</param>
    /// <param name="sizes">The named sizes of the step.</param>
    public void Store(int step, ReadOnlySpan<long> sizes)
    {
        for (int axis = 0; axis < _axes.Length; axis++)
        {
            _stepSizes[(step * _axes.Length) + axis] = (int)SizeOf(_axes[axis], sizes);
        }
    }

    /// <summary>Writes the shape of the rows of a step.</summary>
    public void Save(BinaryWriter writer, int step) => writer.Write(MemoryMarshal.AsBytes(At(step)));

    /// <summary>Reads the shape of the rows of a step.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="step">The index of the step.</param>
    /// <param name="isKnown">Whether the step has a shape already, which the read one must equal.</param>
    /// <exception cref="InvalidDataException">A size exceeds the maximum, or differs from the known one.</exception>
    public void Load(BinaryReader reader, int step, bool isKnown)
    {
        for (int axis = 0; axis < _axes.Length; axis++)
        {
            int size = reader.ReadInt32();
            ref int stored = ref _stepSizes[(step * _axes.Length) + axis];
            if (isKnown ? size != stored : size < 0 || size > Sizes[axis])
            {
                throw new InvalidDataException(
                    $"{Name}: expected a size of {(isKnown ? $"{stored}, as in the other environments," : $"0 to {Sizes[axis]}")} at step "
                        + $"{step}, got {size}.");
            }

            stored = size;
        }
    }

    /// <summary>Returns the maximum size of each axis among the given rows.</summary>
    public int[] MaxSizes(ReadOnlySpan<int> rows)
    {
        int[] sizes = new int[_axes.Length];
        foreach (int row in rows)
        {
            ReadOnlySpan<int> rowSizes = At(row / Environments);
            for (int axis = 0; axis < sizes.Length; axis++)
            {
                sizes[axis] = Math.Max(sizes[axis], rowSizes[axis]);
            }
        }

        return sizes;
    }

    private static long SizeOf(InputContract.Axis axis, ReadOnlySpan<long> named) =>
        axis.NameIndex < 0 ? axis.FixedSize : named[axis.NameIndex];
}
