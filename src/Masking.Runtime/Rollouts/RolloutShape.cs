using Masking.CompilerServices;

namespace Masking.Rollouts;

/// <summary>The sizes of one row of a member, at every step of a rollout.</summary>
internal sealed class RolloutShape
{
    private readonly InputContract.Axis[] _axes;
    private readonly int[] _ofSteps;

    /// <param name="name">What errors call the member.</param>
    /// <param name="axes">The axes of one row.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="environments">The rows of each step.</param>
    /// <param name="most">The named sizes at their greatest.</param>
    /// <exception cref="ArgumentException">That is more than can be kept.</exception>
    public RolloutShape(string name, ReadOnlySpan<InputContract.Axis> axes, int steps, int environments, ReadOnlySpan<long> most)
    {
        Name = name;
        Steps = steps;
        Environments = environments;
        _axes = axes.ToArray();
        long room = 1;
        for (int axis = 0; axis < _axes.Length; axis++)
        {
            room *= SizeOf(_axes[axis], most);

            // Sizes are below 2³¹, so that no product overflows before it is found to be too much.
            if (room * steps * environments > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"{name}: expected rows of at most {Array.MaxLength / ((long)steps * environments)} elements for {steps} steps of "
                        + $"{environments} environments, got {room} or more. Take fewer steps, or make room for fewer entities.",
                    "sizes"
                );
            }
        }

        if ((long)steps * _axes.Length > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), steps,
                $"{name}: expected at most {Array.MaxLength / _axes.Length} steps.");
        }

        _ofSteps = new int[steps * _axes.Length];

        Room = (int)room;
    }

    public string Name { get; }

    public int Steps { get; }

    public int Environments { get; }

    /// <summary>The elements that one row may have.</summary>
    public int Room { get; }

    /// <summary>The sizes of a row at a step.</summary>
    public ReadOnlySpan<int> At(int step) => _ofSteps.AsSpan(step * _axes.Length, _axes.Length);

    /// <summary>Keeps the sizes of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sizes">The named sizes.</param>
    public void Store(int step, ReadOnlySpan<long> sizes)
    {
        for (int axis = 0; axis < _axes.Length; axis++)
        {
            _ofSteps[(step * _axes.Length) + axis] = (int)SizeOf(_axes[axis], sizes);
        }
    }

    /// <summary>The least sizes that each of these rows fits in.</summary>
    public int[] Around(ReadOnlySpan<int> rows)
    {
        int[] sizes = new int[_axes.Length];
        foreach (int row in rows)
        {
            ReadOnlySpan<int> ofRow = At(row / Environments);
            for (int axis = 0; axis < sizes.Length; axis++)
            {
                sizes[axis] = Math.Max(sizes[axis], ofRow[axis]);
            }
        }

        return sizes;
    }

    private static long SizeOf(InputContract.Axis axis, ReadOnlySpan<long> named) => axis.Name < 0 ? axis.Size : named[axis.Name];
}
