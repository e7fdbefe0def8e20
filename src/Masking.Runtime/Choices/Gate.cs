namespace Masking.Choices;

/// <summary>A condition on an earlier choice.</summary>
/// <param name="Parent">The earlier choice.</param>
/// <param name="Values">For each of its choices, whether the condition holds.</param>
internal sealed record Gate(int Parent, bool[] Values)
{
    /// <summary>A condition that lists the choices of the parent under which it holds.</summary>
    /// <param name="parent">The earlier choice.</param>
    /// <param name="choices">The number of its choices.</param>
    /// <param name="values">The choices under which the condition holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not one of the choices, or there is no choice.</exception>
    public static Gate Of(int parent, int choices, int[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(choices);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(choices, Array.MaxLength);
        bool[] holds = new bool[choices];
        foreach (int choice in values)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(choice, nameof(values));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(choice, choices, nameof(values));
            holds[choice] = true;
        }

        return new Gate(parent, holds);
    }
}
