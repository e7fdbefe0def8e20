using System.ComponentModel;

namespace Masking.CompilerServices;

/// <summary>Makes the values of heads whose choices are numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ChoiceValues
{
    /// <summary>The numbers from 0.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static ChoiceValues<int> Numbers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new ChoiceValues<int>(count, []);
    }
}
