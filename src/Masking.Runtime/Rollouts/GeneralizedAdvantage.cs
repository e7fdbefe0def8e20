namespace Masking;

/// <summary>Generalized advantage estimation.</summary>
/// <remarks>
/// Schulman et al. 2016, "High-Dimensional Continuous Control Using Generalized Advantage Estimation", equation 16. If a time limit cuts
/// off an episode, the value of its last state is bootstrapped; if the episode terminates, that value is 0: Pardo et al. 2018, "Time Limits
/// in Reinforcement Learning".
/// </remarks>
/// <example>
/// <code><![CDATA[
/// // Two steps of two environments. Environment 0 terminates in the second step.
/// float[] rewards = [0, 0, 1, 0];
/// float[] values = [0.5f, 0.2f, 0.8f, 0.1f];
/// bool[] dones = [false, false, true, false];
/// float[] finalValues = [0, 0, 0, 0];                         // a terminal state has the value 0
/// float[] lastValues = [0, 0.3f];                             // bootstrapped value of environment 1
/// float[] advantages = new float[4], returns = new float[4];
/// GeneralizedAdvantage.Estimate(
///     rewards, values, dones, finalValues, lastValues, gamma: 0.99, lambda: 0.95, advantages, returns);
/// Console.WriteLine(advantages[2]);                           // 1 - 0.8 = 0.2
/// ]]></code>
/// </example>
public static class GeneralizedAdvantage
{
    /// <summary>
    /// Computes the advantages A = Σ (γ λ)^k δ, with δ = r + γ V' - V, where the sum ends with the episode, and the returns A + V.
    /// </summary>
    /// <remarks>
    /// Elements are ordered by step, and within a step by environment. Sums are computed in float64. In a game in which two sides take
    /// turns, and each step belongs to one side, γ is negative, because the value of the next state is the value for the other side, as in
    /// negamax search.
    /// </remarks>
    /// <param name="rewards"><c>(steps · environments)</c>: the rewards r.</param>
    /// <param name="values"><c>(steps · environments)</c>: the values V of the states in which the actions were taken.</param>
    /// <param name="dones"><c>(steps · environments)</c>: whether the step ended its episode.</param>
    /// <param name="finalValues">
    /// <c>(steps · environments)</c>: the value V' of the last state of each episode that the step ended: 0 if the episode terminated, the
    /// bootstrapped value if a time limit cut it off. Other elements are not read.
    /// </param>
    /// <param name="lastValues">
    /// <c>(environments)</c>: the bootstrapped values V' of the states after the last step. Not read for an environment in which the last
    /// step ended the episode.
    /// </param>
    /// <param name="gamma">The discount factor γ, from -1 to 1.</param>
    /// <param name="lambda">
    /// The decay λ, from 0 to 1: with 0, the advantage is the error δ of a single step; with 1, it is the discounted return minus the
    /// value.
    /// </param>
    /// <param name="advantages"><c>(steps · environments)</c>: receives the advantages A.</param>
    /// <param name="returns"><c>(steps · environments)</c>: receives the returns A + V, the targets of the state values.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or there are no environments.</exception>
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
        RequireValidDiscounts(gamma, lambda);
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
                "expected as many values, dones, final values, advantages and returns as rewards, and a multiple of the "
                    + $"{environments} environments, got {rows} rewards, {values.Length} values, {dones.Length} dones, "
                    + $"{finalValues.Length} final values, {advantages.Length} advantages and {returns.Length} returns."
            );
        }

        for (int environment = 0; environment < environments; environment++)
        {
            double advantage = 0;
            double nextValue = lastValues[environment];
            for (int row = rows - environments + environment; row >= 0; row -= environments)
            {
                double isNotDone = dones[row] ? 0 : 1;
                double delta = rewards[row] + (gamma * (dones[row] ? finalValues[row] : nextValue)) - values[row];
                advantage = delta + (gamma * lambda * isNotDone * advantage);
                advantages[row] = (float)advantage;
                returns[row] = (float)(advantage + values[row]);
                nextValue = values[row];
            }
        }
    }

    /// <summary>Checks that the discount factor is from -1 to 1, and the decay from 0 to 1.</summary>
    internal static void RequireValidDiscounts(double gamma, double lambda)
    {
        RequireInRange(-1, gamma, nameof(gamma));
        RequireInRange(0, lambda, nameof(lambda));
    }

    private static void RequireInRange(double minimum, double number, string argument)
    {
        if (!(number >= minimum && number <= 1))
        {
            throw new ArgumentOutOfRangeException(argument, number, $"expected a {argument} from {minimum} to 1.");
        }
    }
}
