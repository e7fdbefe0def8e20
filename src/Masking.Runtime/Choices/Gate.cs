namespace Masking.Choices;

/// <summary>A condition on an earlier choice.</summary>
/// <param name="Parent">The earlier choice.</param>
/// <param name="Values">For each of its choices, whether the condition holds.</param>
internal sealed record Gate(int Parent, bool[] Values)
{
    /// <summary>Creates a declared condition.</summary>
    /// <param name="condition">The declaration of the condition.</param>
    /// <param name="parent">The index of the earlier choice.</param>
    /// <param name="choices">The names of its choices.</param>
    /// <exception cref="ArgumentException">The condition lists a choice that the earlier choice does not have.</exception>
    public static Gate Of(ConditionDeclaration condition, int parent, ChoiceNames choices)
    {
        bool[] holds = new bool[choices.Count];
        Array.Fill(holds, condition.IsNegated);
        foreach (string choice in condition.Choices)
        {
            int index = choices.IndexOf(choice);
            if (index < 0)
            {
                throw new ArgumentException($"expected a choice of {condition.Parent} ({choices}), got {choice}.", nameof(condition));
            }

            holds[index] = !condition.IsNegated;
        }

        return new Gate(parent, holds);
    }
}
