namespace Masking.Training;

/// <summary>Creates <see cref="ParallelEnvironments{TBatch, TObservation, TActions}"/> with inferred type arguments.</summary>
public static class ParallelEnvironments
{
    /// <summary>Creates a vector environment and begins an episode in each row.</summary>
    /// <param name="batch">The batch that the environments write to, with one row for each. The result disposes it.</param>
    /// <param name="observe">Returns the observation of the policy: <c>batch => batch.Observation</c>, or the same with masks left
    /// out.</param>
    /// <param name="environments">The environments, row by row.</param>
    /// <param name="seed">The seed of their random numbers.</param>
    /// <param name="threads">The maximum number of threads per step; null uses all cores. The results do not depend on it.</param>
    public static ParallelEnvironments<TBatch, TObservation, TActions> Of<TBatch, TObservation, TActions>(
        TBatch batch,
        Func<TBatch, TObservation> observe,
        IEnumerable<IEnvironment<TBatch, TActions>> environments,
        int seed,
        int? threads = null
    )
        where TBatch : IDisposable => new(batch, observe, [.. environments], seed, threads ?? Environment.ProcessorCount);
}
