namespace Masking.Samples.Training;

/// <summary>Generalised advantage estimation.</summary>
/// <remarks>Schulman et al. 2016, "High-Dimensional Continuous Control Using Generalized Advantage Estimation", equation 16.</remarks>
public static class GeneralizedAdvantage
{
    /// <summary>How much better each action turned out than the value had expected.</summary>
    /// <param name="rewards">Step by step, and within a step environment by environment.</param>
    /// <param name="values">The values of the states in which the actions were taken, in the same order.</param>
    /// <param name="dones">Whether the step ended its episode, in the same order: nothing after it counts.</param>
    /// <param name="lastValues">The values of the states after the last step, one per environment.</param>
    /// <param name="discount">gamma.</param>
    /// <param name="decay">lambda.</param>
    /// <returns>In the same order; the advantage and the value together are the return to learn the value from.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static float[] Estimate(
        ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, ReadOnlySpan<bool> dones, ReadOnlySpan<float> lastValues, double discount, double decay)
    {
        int environments = lastValues.Length;
        if (environments == 0 || rewards.Length % environments != 0 || values.Length != rewards.Length || dones.Length != rewards.Length)
        {
            throw new ArgumentException($"expected as many values and dones as rewards, and a multiple of the {environments} environments, "
                + $"got {rewards.Length} rewards, {values.Length} values and {dones.Length} dones.");
        }

        float[] advantages = new float[rewards.Length];
        double[] next = new double[environments];
        for (int i = rewards.Length - 1; i >= 0; i--)
        {
            int environment = i % environments;
            double goesOn = dones[i] ? 0 : 1;
            double nextValue = i + environments < rewards.Length ? values[i + environments] : lastValues[environment];
            double surprise = rewards[i] + (discount * nextValue * goesOn) - values[i];
            next[environment] = surprise + (discount * decay * goesOn * next[environment]);
            advantages[i] = (float)next[environment];
        }

        return advantages;
    }
}
