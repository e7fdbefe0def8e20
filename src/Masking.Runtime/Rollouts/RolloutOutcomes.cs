namespace Masking.Rollouts;

/// <summary>What came of the steps of a rollout, and what is learnt from it: a number for every environment at every step.</summary>
/// <param name="owner">What errors call the rollout.</param>
/// <param name="steps">The number of steps.</param>
/// <param name="environments">The number of environments.</param>
internal sealed class RolloutOutcomes(string owner, int steps, int environments)
{
    private readonly float[] _rewards = new float[steps * environments];
    private readonly bool[] _dones = new bool[steps * environments];
    private readonly float[] _finalValues = new float[steps * environments];

    public float[] Advantages { get; } = new float[steps * environments];

    public float[] Returns { get; } = new float[steps * environments];

    /// <summary>Whether an episode begins with the step. At first it does in every environment.</summary>
    public bool[] Starts { get; } = [.. Enumerable.Range(0, steps * environments).Select(row => row < environments)];

    /// <summary>Keeps the outcome of a step.</summary>
    /// <exception cref="ArgumentException">There is not one number for each environment, or one of them is not finite. Then nothing has
    /// changed.</exception>
    public void Store(int step, ReadOnlySpan<float> rewards, ReadOnlySpan<bool> dones, ReadOnlySpan<float> finalValues)
    {
        RequireOneEach("rewards", rewards.Length);
        RequireOneEach("dones", dones.Length);
        RequireFinite("rewards", rewards);
        if (!finalValues.IsEmpty)
        {
            RequireOneEach("finalValues", finalValues.Length);
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
    /// <exception cref="ArgumentException">There is not one last value for each environment, or one of them is not finite.</exception>
    public void ComputeAdvantages(ReadOnlySpan<float> values, double gamma, double lambda, ReadOnlySpan<float> lastValues)
    {
        RequireOneEach("lastValues", lastValues.Length);
        RequireFinite("lastValues", lastValues);
        GeneralizedAdvantage.Estimate(_rewards, values, _dones, _finalValues, lastValues, gamma, lambda, Advantages, Returns);
    }

    /// <summary>The environments whose episodes go on after the last step.</summary>
    public List<int> Unfinished => [.. Enumerable.Range(0, environments).Where(environment =>
        !_dones[_dones.Length - environments + environment])];

    /// <summary>Begins again.</summary>
    /// <param name="count">The steps that were kept.</param>
    /// <param name="isNewEpisode">Whether all environments begin a new episode; if not, the last of these steps says which do.</param>
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

    private void RequireOneEach(string argument, int length)
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
