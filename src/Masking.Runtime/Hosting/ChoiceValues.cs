namespace Masking;

/// <summary>Makes the values of heads whose choices are numbers.</summary>
public static class ChoiceValues
{
    /// <summary>The numbers from 0.</summary>
    /// <param name="count">How many.</param>
    public static ChoiceValues<int> Numbers(int count) => new(count, []);
}
