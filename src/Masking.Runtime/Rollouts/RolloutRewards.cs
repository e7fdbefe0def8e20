namespace Masking.Rollouts;

/// <summary>Rewards, ends of episodes, advantages and returns of a rollout: one element for every environment at every step.</summary>
/// <param name="owner">The name of the rollout, for error messages.</param>
/// <param name="steps">The number of steps.</param>
/// <param name="environments">The number of environments.</param>
internal sealed class RolloutRewards(string owner, int steps, int environments)
{
    private readonly float[] _rewards = new float[steps * environments];
    private readonly bool[] _dones = new bool[steps * environments];
    private readonly float[] _finalValues = new float[steps * environments];

    /// <summary>The advantages, once they have been computed.</summary>
    public float[] Advantages { get; } = new float[steps * environments];

    /// <summary>The returns, once they have been computed.</summary>
    public float[] Returns { get; } = new float[steps * environments];

    /// <summary>Whether an episode starts with the step. In a new rollout, the first step starts an episode in every environment.</summary>
    public bool[] Starts { get; } = [.. Enumerable.Range(0, steps * environments).Select(row => row < environments)];

    /// <summary>Stores the outcome of a step.</summary>
    /// <exception cref="ArgumentException">
    /// The number of elements is not the number of environments, or an element is not finite. Nothing is stored.
    /// </exception>
    public void Store(int step, ReadOnlySpan<float> rewards, ReadOnlySpan<bool> dones, ReadOnlySpan<float> finalValues)
    {
        RequireOnePerEnvironment("rewards", rewards.Length);
        RequireOnePerEnvironment("dones", dones.Length);
        RequireFinite("rewards", rewards);
        if (!finalValues.IsEmpty)
        {
            RequireOnePerEnvironment("finalValues", finalValues.Length);
            for (int environment = 0; environment < environments; environment++)
            {
                RequireFinite("finalValues", dones[environment] ? finalValues.Slice(environment, 1) : []);
            }
        }

        int first = step * environments;
        rewards.CopyTo(_rewards.AsSpan(first));
        dones.CopyTo(_dones.AsSpan(first));
        _finalValues.AsSpan(first, environments).Clear();
        finalValues.CopyTo(_finalValues.AsSpan(first));
        if (step + 1 < steps)
        {
            dones.CopyTo(Starts.AsSpan(first + environments));
        }
    }

    /// <summary>Computes <see cref="Advantages"/> and <see cref="Returns"/>.</summary>
    /// <exception cref="ArgumentException">The number of last values is not the number of environments, or one is not finite.</exception>
    public void ComputeAdvantages(ReadOnlySpan<float> values, double gamma, double lambda, ReadOnlySpan<float> lastValues)
    {
        RequireOnePerEnvironment("lastValues", lastValues.Length);
        RequireFinite("lastValues", lastValues);
        GeneralizedAdvantage.Estimate(_rewards, values, _dones, _finalValues, lastValues, gamma, lambda, Advantages, Returns);
    }

    /// <summary>The environments in which the last step did not end the episode.</summary>
    public List<int> UnfinishedEnvironments => [.. Enumerable.Range(0, environments).Where(environment =>
        !_dones[_dones.Length - environments + environment])];

    /// <summary>Prepares for the next rollout.</summary>
    /// <param name="count">The number of steps that were stored.</param>
    /// <param name="isNewEpisode">
    /// Whether all environments start a new episode. Otherwise, an episode starts where the last stored step ended one.
    /// </param>
    public void Clear(int count, bool isNewEpisode)
    {
        if (isNewEpisode)
        {
            Starts.AsSpan(0, environments).Fill(true);
        }
        else if (count > 0)
        {
            _dones.AsSpan((count - 1) * environments, environments).CopyTo(Starts);
        }
    }

    /// <summary>Sets in which environments an episode starts with the first step.</summary>
    /// <exception cref="ArgumentException">The number of elements is not the number of environments.</exception>
    public void Clear(ReadOnlySpan<bool> starts)
    {
        RequireOnePerEnvironment("starts", starts.Length);
        starts.CopyTo(Starts);
    }

    private void RequireOnePerEnvironment(string argument, int length)
    {
        if (length != environments)
        {
            throw new ArgumentException($"{owner}: expected {environments} {argument}, one for each environment, got {length}.", argument);
        }
    }

    private void RequireFinite(string argument, ReadOnlySpan<float> numbers)
    {
        foreach (float number in numbers)
        {
            if (!float.IsFinite(number))
            {
                throw new ArgumentException($"{owner}: expected finite {argument}, got {number}.", argument);
            }
        }
    }
}
