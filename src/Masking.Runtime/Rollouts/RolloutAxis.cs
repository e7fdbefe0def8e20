using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Masking.CompilerServices;

/// <summary>The capacity of a rollout for a size that is not constant in the declaration.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RolloutAxis
{
    private RolloutAxis(string name, int size, bool mayBeLess, string argument)
    {
        Name = name;
        Size = size;
        IsMaximum = mayBeLess;
        Argument = argument;
    }

    /// <summary>The name of the size in the declaration, such as <c>entities of Units</c>.</summary>
    internal string Name { get; }

    /// <summary>The maximum, or the only allowed value, of the size.</summary>
    internal int Size { get; }

    /// <summary>Whether smaller sizes are allowed.</summary>
    internal bool IsMaximum { get; }

    /// <summary>The name of the constructor argument, for error messages.</summary>
    internal string Argument { get; }

    /// <summary>Creates the maximum of a number of entities. The number may differ from step to step.</summary>
    /// <param name="name">The name of the size in the declaration, such as <c>entities of Units</c>.</param>
    /// <param name="most">The maximum number of entities.</param>
    /// <param name="argument">The name of the argument, for error messages.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is negative.</exception>
    public static RolloutAxis Entities(string name, int most, [CallerArgumentExpression(nameof(most))] string argument = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most, argument);
        return new RolloutAxis(name, most, mayBeLess: true, argument);
    }

    /// <summary>
    /// Creates the height or the width of a map. It is the same at every step, because the index of a cell depends on the width of its map.
    /// </summary>
    /// <param name="name">The name of the size in the declaration, such as <c>height</c>.</param>
    /// <param name="size">The number of rows or columns of cells.</param>
    /// <param name="argument">The name of the argument, for error messages.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    public static RolloutAxis Cells(string name, int size, [CallerArgumentExpression(nameof(size))] string argument = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, argument);
        return new RolloutAxis(name, size, mayBeLess: false, argument);
    }
}
