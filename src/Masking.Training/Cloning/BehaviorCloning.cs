namespace Masking.Training;

/// <summary>Creates <see cref="BehaviorCloningTrainer{TObservation, TActions, TDistribution}"/> with inferred type arguments.</summary>
public static class BehaviorCloning
{
    /// <summary>Creates a trainer that imitates recorded actions.</summary>
    /// <param name="policy">The policy to train, with or without a recurrent core. The trainer takes ownership.</param>
    /// <param name="demonstrations">The recording, which is copied. The caller keeps ownership.</param>
    /// <param name="options">The options; null uses the defaults.</param>
    /// <param name="threads">The maximum number of threads; null uses all cores. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">
    /// There are no demonstrations, a recorded action is not legal in its observation, or a number of <paramref name="options"/> is out of
    /// range.
    /// </exception>
    public static BehaviorCloningTrainer<TObservation, TActions, TDistribution> Of<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        Demonstrations<TObservation, TActions> demonstrations,
        CloningOptions? options = null,
        int? threads = null)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions> =>
        new(policy, demonstrations, options ?? new CloningOptions(), threads ?? Environment.ProcessorCount);
}
