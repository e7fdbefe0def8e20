namespace Masking.Training;

/// <summary>Creates <see cref="PpoTrainer{TObservation, TActions, TDistribution}"/> with inferred type arguments.</summary>
public static class PpoTrainer
{
    /// <summary>Creates a trainer. It takes ownership of the policy and the environments.</summary>
    /// <param name="policy">The policy to train.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="rollout">The rollout that is filled before each update, for the same number of environments.</param>
    /// <param name="options">The options.</param>
    /// <param name="parts">The parts of the joint action whose clip fractions are measured. With <see cref="RatioScope.EachPart"/>, each
    /// has a separate probability ratio. Every part adds to the computation time.</param>
    public static PpoTrainer<TObservation, TActions, TDistribution> Of<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        IVectorEnvironment<TObservation, TActions> environments,
        Rollout<TObservation, TActions> rollout,
        PpoOptions options,
        params IReadOnlyList<ActionPart<TDistribution, TActions>> parts)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions> =>
        new(policy, environments, rollout, options, parts);
}
