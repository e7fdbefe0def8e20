namespace Masking.Choices;

/// <summary>A condition on an earlier choice.</summary>
/// <param name="Parent">The earlier choice.</param>
/// <param name="Values">For each of its choices, whether the condition holds.</param>
internal sealed record Gate(int Parent, bool[] Values)
{
    /// <summary>A condition that lists the choices of the parent under which it holds.</summary>
    /// <param name="parent">The earlier choice.</param>
    /// <param name="choices">The number of its choices.</param>
    /// <param name="activeChoices">The choices under which the condition holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">An active choice is not one of the choices, or there is no choice.</exception>
    public static Gate Of(int parent, int choices, int[] activeChoices)
    {
        ArgumentNullException.ThrowIfNull(activeChoices);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(choices);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(choices, Array.MaxLength);
        bool[] holds = new bool[choices];
        foreach (int choice in activeChoices)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(choice, nameof(activeChoices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(choice, choices, nameof(activeChoices));
            holds[choice] = true;
        }

        return new Gate(parent, holds);
    }
}
