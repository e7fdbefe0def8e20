namespace Masking.Samples.Training;

/// <summary>Makes trainers whose types follow from what they are given.</summary>
public static class PpoTrainer
{
    /// <summary>A trainer that has not begun. It disposes policy and environments when it is disposed.</summary>
    /// <param name="policy">What learns.</param>
    /// <param name="environments">Where it acts.</param>
    /// <param name="rollout">The memory of what happens between two updates, for as many environments.</param>
    /// <param name="options">The settings.</param>
    /// <param name="parts">The parts of the joint action whose clip fractions are measured, and which have ratios of their own where the
    /// options say so. Each costs some time.</param>
    public static PpoTrainer<TObservation, TActions, TDistribution> Of<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        IEnvironments<TObservation, TActions> environments,
        Rollout<TObservation, TActions> rollout,
        PpoOptions options,
        params IReadOnlyList<ActionPart<TDistribution, TActions>> parts)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions> =>
        new(policy, environments, rollout, options, parts);
}
