using System.ComponentModel;

namespace Masking.CompilerServices;

/// <summary>Creates the choices of heads that choose a number.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ChoiceValues
{
    /// <summary>Creates the choices 0 … <paramref name="count"/> - 1.</summary>
    /// <param name="count">The number of choices.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static ChoiceValues<int> Numbers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new ChoiceValues<int>([], ChoiceNames.Numbers(count));
    }
}
