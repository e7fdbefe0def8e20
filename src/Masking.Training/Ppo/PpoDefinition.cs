namespace Masking.Training;

/// <summary>Creates <see cref="PpoDefinition{TObservation, TActions, TDistribution, TBatch}"/> with inferred type arguments.</summary>
public static class PpoDefinition
{
    /// <summary>Creates a definition with one shard and the default options.</summary>
    /// <param name="createPolicy">Creates the policy.</param>
    /// <param name="createBatch">
    /// Creates a batch for a number of environments: <c>rows => new TeamPolicy.Batch(rows, maxUnits: 8)</c>.
    /// </param>
    /// <param name="createEnvironment">
    /// Creates the environment of a row. With several shards or
    /// <see cref="PpoDefinition{TObservation, TActions, TDistribution, TBatch}.Overlap"/>, it must implement <see cref="ICheckpointable"/>.
    /// </param>
    /// <param name="environments">The number of environments of all shards together.</param>
    /// <param name="steps">The number of steps of each environment before each update.</param>
    public static PpoDefinition<TObservation, TActions, TDistribution, TBatch> Of<TObservation, TActions, TDistribution, TBatch>(
        Func<MaskedPolicy<TObservation, TActions, TDistribution>> createPolicy,
        Func<int, TBatch> createBatch,
        Func<int, IEnvironment<TBatch, TActions>> createEnvironment,
        int environments,
        int steps)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
        where TBatch : IRolloutBatch<TObservation, TActions> => new()
        {
            CreatePolicy = createPolicy,
            CreateBatch = createBatch,
            CreateEnvironment = createEnvironment,
            Environments = environments,
            Steps = steps,
        };
}
