namespace Masking.Training;

/// <summary>Creates <see cref="DqnTrainer{TObservation, TActions, TValues}"/> with inferred type arguments.</summary>
public static class DqnTrainer
{
    /// <summary>
    /// Creates a trainer for a network whose sizes are all constants of its declaration. The batch follows from the network.
    /// </summary>
    /// <param name="online">The online network, which is trained. The trainer takes ownership.</param>
    /// <param name="target">The target network, of the same class. The trainer takes ownership, and copies the parameters of the online
    /// network to it.</param>
    /// <param name="environments">The number of environments that step together.</param>
    /// <param name="createEnvironment">Creates the environment of a row.</param>
    /// <param name="options">The options; null uses the defaults.</param>
    /// <param name="threads">The maximum number of threads; null uses all cores. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">A number of <paramref name="options"/> is out of range.</exception>
    public static DqnTrainer<TObservation, TActions, TValues> Of<TObservation, TActions, TValues, TBatch>(
        MaskedValueNetwork<TObservation, TActions, TValues> online,
        MaskedValueNetwork<TObservation, TActions, TValues> target,
        int environments,
        Func<int, IEnvironment<TBatch, TActions>> createEnvironment,
        DqnOptions? options = null,
        int? threads = null)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TValues : IActionValues<TActions>
        where TBatch : IObservationBatch<TObservation>, IFixedSizeBatch<TBatch>
    {
        TBatch batch = TBatch.Create(environments);
        try
        {
            return Of(online, target, batch, createEnvironment, options, threads);
        }
        catch (Exception)
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>Creates a trainer for a network with entity sets, or with maps of any size.</summary>
    /// <param name="online">The online network, which is trained. The trainer takes ownership.</param>
    /// <param name="target">The target network, of the same class. The trainer takes ownership, and copies the parameters of the online
    /// network to it.</param>
    /// <param name="batch">The batch that the environments write to. The trainer takes ownership.</param>
    /// <param name="createEnvironment">Creates the environment of a row.</param>
    /// <param name="options">The options; null uses the defaults.</param>
    /// <param name="threads">The maximum number of threads; null uses all cores. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">A number of <paramref name="options"/> is out of range.</exception>
    public static DqnTrainer<TObservation, TActions, TValues> Of<TObservation, TActions, TValues, TBatch>(
        MaskedValueNetwork<TObservation, TActions, TValues> online,
        MaskedValueNetwork<TObservation, TActions, TValues> target,
        TBatch batch,
        Func<int, IEnvironment<TBatch, TActions>> createEnvironment,
        DqnOptions? options = null,
        int? threads = null)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TValues : IActionValues<TActions>
        where TBatch : IObservationBatch<TObservation>
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(createEnvironment);
        options ??= new DqnOptions();

        // Checked before environments are created and begin their episodes.
        options.Validate();
        return Of(
            online,
            target,
            ParallelEnvironments.Of(
                batch, each => each.Observation, Enumerable.Range(0, batch.Environments).Select(createEnvironment), options.Seed, threads),
            options,
            threads);
    }

    /// <summary>Creates a trainer for environments that were created separately.</summary>
    /// <param name="online">The online network, which is trained. The trainer takes ownership.</param>
    /// <param name="target">The target network, of the same class. The trainer takes ownership, and copies the parameters of the online
    /// network to it.</param>
    /// <param name="environments">The environments. The trainer takes ownership.</param>
    /// <param name="options">The options.</param>
    /// <param name="threads">The maximum number of threads that learn; null uses all cores. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">A number of <paramref name="options"/> is out of range.</exception>
    public static DqnTrainer<TObservation, TActions, TValues> Of<TObservation, TActions, TValues>(
        MaskedValueNetwork<TObservation, TActions, TValues> online,
        MaskedValueNetwork<TObservation, TActions, TValues> target,
        IVectorEnvironment<TObservation, TActions> environments,
        DqnOptions options,
        int? threads = null)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TValues : IActionValues<TActions> =>
        new(online, target, environments, options, threads ?? Environment.ProcessorCount);
}
