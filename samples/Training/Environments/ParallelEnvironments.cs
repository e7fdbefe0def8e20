namespace Masking.Samples.Training;

/// <summary>Makes several worlds into one batch.</summary>
public static class ParallelEnvironments
{
    /// <summary>Worlds that are all at the beginning of an episode.</summary>
    /// <param name="batch">The memory that they show themselves in, with as many rows as there are worlds; the result disposes it.</param>
    /// <param name="observe">What the policy sees of it: <c>batch => batch.Observation</c>, or less than that.</param>
    /// <param name="environments">The worlds, row by row.</param>
    /// <param name="seed">The seed of their random numbers.</param>
    /// <param name="threads">The most threads that share a step. What happens is the same on any number.</param>
    public static ParallelEnvironments<TBatch, TObservation, TActions> Of<TBatch, TObservation, TActions>(
        TBatch batch,
        Func<TBatch, TObservation> observe,
        IEnumerable<IEnvironment<TBatch, TActions>> environments,
        int seed,
        int? threads = null
    )
        where TBatch : IDisposable => new(batch, observe, [.. environments], seed, threads ?? Environment.ProcessorCount);
}
