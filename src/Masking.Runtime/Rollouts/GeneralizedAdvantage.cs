namespace Masking;

/// <summary>Generalized advantage estimation.</summary>
/// <remarks>
/// Schulman et al. 2016, "High-Dimensional Continuous Control Using Generalized Advantage Estimation", equation 16. An episode that a time
/// limit cuts off counts on with the value of its last state, and one that ends does not: Pardo et al. 2018, "Time Limits in Reinforcement
/// Learning".
/// </remarks>
public static class GeneralizedAdvantage
{
    /// <summary>
    /// How much better each action turned out than the value had expected: A = Σ (γ λ)^k δ, with δ = r + γ V' - V, until the episode ends.
    /// </summary>
    /// <remarks>
    /// Numbers are in the order of steps, and within a step of environments. Sums are in float64. Where two sides of a game take turns, and
    /// each step is one side's, γ is negative: what is worth something to one side is worth its opposite to the other, as in negamax
    /// search.
    /// </remarks>
    /// <param name="rewards"><c>(steps · environments)</c>: r.</param>
    /// <param name="values"><c>(steps · environments)</c>: V, the values of the states in which the actions were taken.</param>
    /// <param name="dones"><c>(steps · environments)</c>: whether the step ended its episode.</param>
    /// <param name="finalValues"><c>(steps · environments)</c>: V' where the step ended its episode, 0 unless a time limit cut it off. Not
    /// read elsewhere.</param>
    /// <param name="lastValues"><c>(environments)</c>: V' of the last step, where it did not end its episode.</param>
    /// <param name="gamma">The discount γ: what a reward is worth one step later; from -1 to 1.</param>
    /// <param name="lambda">The decay λ: how far advantages look ahead before they trust the value; from 0 to 1.</param>
    /// <param name="advantages"><c>(steps · environments)</c>: A.</param>
    /// <param name="returns"><c>(steps · environments)</c>: A + V, which values learn from.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gamma"/> or <paramref name="lambda"/> is out of range.</exception>
    public static void Estimate(
        ReadOnlySpan<float> rewards,
        ReadOnlySpan<float> values,
        ReadOnlySpan<bool> dones,
        ReadOnlySpan<float> finalValues,
        ReadOnlySpan<float> lastValues,
        double gamma,
        double lambda,
        Span<float> advantages,
        Span<float> returns)
    {
        RequireDiscounts(gamma, lambda);
        int rows = rewards.Length;
        int environments = lastValues.Length;
        if (
            environments == 0
            || rows % environments != 0
            || values.Length != rows
            || dones.Length != rows
            || finalValues.Length != rows
            || advantages.Length != rows
            || returns.Length != rows
        )
        {
            throw new ArgumentException(
                $"expected as many values, dones, final values, advantages and returns as rewards, and a multiple of the {environments} environments, "
                    + $"got {rows} rewards, {values.Length} values, {dones.Length} dones, {finalValues.Length} final values, {advantages.Length} advantages and {returns.Length} returns."
            );
        }

        for (int environment = 0; environment < environments; environment++)
        {
            double advantage = 0;
            double nextValue = lastValues[environment];
            for (int row = rows - environments + environment; row >= 0; row -= environments)
            {
                double goesOn = dones[row] ? 0 : 1;
                double surprise = rewards[row] + (gamma * (dones[row] ? finalValues[row] : nextValue)) - values[row];
                advantage = surprise + (gamma * lambda * goesOn * advantage);
                advantages[row] = (float)advantage;
                returns[row] = (float)(advantage + values[row]);
                nextValue = values[row];
            }
        }
    }

    /// <summary>Refuses a discount that is not from -1 to 1, and a decay that is not from 0 to 1.</summary>
    internal static void RequireDiscounts(double gamma, double lambda)
    {
        RequireWithin(-1, gamma, nameof(gamma));
        RequireWithin(0, lambda, nameof(lambda));
    }

    private static void RequireWithin(double least, double number, string argument)
    {
        if (!(number >= least && number <= 1))
        {
            throw new ArgumentOutOfRangeException(argument, number, $"expected a {argument} from {least} to 1.");
        }
    }
}
