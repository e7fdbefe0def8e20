using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Masking.CompilerServices;

/// <summary>What is known of a size that the declaration leaves open: the room that a rollout has.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RolloutAxis
{
    private RolloutAxis(string name, int size, bool mayBeLess, string argument)
    {
        Name = name;
        Size = size;
        MayBeLess = mayBeLess;
        Argument = argument;
    }

    internal string Name { get; }

    internal int Size { get; }

    internal bool MayBeLess { get; }

    internal string Argument { get; }

    /// <summary>A number of entities, which may differ from step to step.</summary>
    /// <param name="name">The axis in the declaration's words: <c>entities of Units</c>.</param>
    /// <param name="most">The greatest number.</param>
    /// <param name="argument">What errors call that number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is negative.</exception>
    public static RolloutAxis Entities(string name, int most, [CallerArgumentExpression(nameof(most))] string argument = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most, argument);
        return new RolloutAxis(name, most, mayBeLess: true, argument);
    }

    /// <summary>
    /// The height or the width of a map, which is the same at every step: in a wider map the same cell has another number.
    /// </summary>
    /// <param name="name">The axis in the declaration's words: <c>height</c>.</param>
    /// <param name="size">The number of rows, or of columns.</param>
    /// <param name="argument">What errors call that number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    public static RolloutAxis Cells(string name, int size, [CallerArgumentExpression(nameof(size))] string argument = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, argument);
        return new RolloutAxis(name, size, mayBeLess: false, argument);
    }
}
