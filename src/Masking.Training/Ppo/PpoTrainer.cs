namespace Masking.Training;

/// <summary>Creates <see cref="PpoTrainer{TObservation, TActions, TDistribution}"/> with inferred type arguments.</summary>
public static class PpoTrainer
{
    /// <summary>
    /// Creates a trainer for a policy whose sizes are all constants of its declaration. The batch and the rollout follow from the policy.
    /// </summary>
    /// <param name="policy">The policy to train, with or without a recurrent core. The trainer takes ownership.</param>
    /// <param name="environments">The number of environments that step together.</param>
    /// <param name="steps">The number of steps of each environment before each update.</param>
    /// <param name="createEnvironment">Creates the environment of a row.</param>
    /// <param name="options">The options; null uses the defaults.</param>
    /// <param name="threads">The maximum number of threads; null uses all cores. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the policy declares no <c>[Value]</c>.</exception>
    public static PpoTrainer<TObservation, TActions, TDistribution> Of<TObservation, TActions, TDistribution, TBatch>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        int environments,
        int steps,
        Func<int, IEnvironment<TBatch, TActions>> createEnvironment,
        PpoOptions? options = null,
        int? threads = null)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
        where TBatch : IRolloutBatch<TObservation, TActions>, IFixedSizeBatch<TBatch>
    {
        TBatch batch = TBatch.Create(environments);
        try
        {
            return Of(policy, batch, steps, createEnvironment, options, threads);
        }
        catch (Exception)
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Creates a trainer for a policy with entity sets, or with maps of any size. The rollout has the sizes of the batch.
    /// </summary>
    /// <param name="policy">The policy to train, with or without a recurrent core. The trainer takes ownership.</param>
    /// <param name="batch">The batch that the environments write to. The trainer takes ownership.</param>
    /// <param name="steps">The number of steps of each environment before each update.</param>
    /// <param name="createEnvironment">Creates the environment of a row.</param>
    /// <param name="options">The options; null uses the defaults.</param>
    /// <param name="threads">The maximum number of threads; null uses all cores. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the policy declares no <c>[Value]</c>.</exception>
    public static PpoTrainer<TObservation, TActions, TDistribution> Of<TObservation, TActions, TDistribution, TBatch>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        TBatch batch,
        int steps,
        Func<int, IEnvironment<TBatch, TActions>> createEnvironment,
        PpoOptions? options = null,
        int? threads = null)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
        where TBatch : IRolloutBatch<TObservation, TActions>
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(createEnvironment);
        options ??= new PpoOptions();
        Rollout<TObservation, TActions> rollout = batch.CreateRollout(steps);

        // Checked before environments are created and begin their episodes.
        PpoTrainer<TObservation, TActions, TDistribution>.Validate(policy, rollout, options);
        return Of(
            policy,
            ParallelEnvironments.Of(
                batch, each => each.Observation, Enumerable.Range(0, batch.Environments).Select(createEnvironment), options.Seed, threads),
            rollout,
            options,
            threads);
    }

    /// <summary>Creates a trainer for environments that were created separately, for example the two sides of a game.</summary>
    /// <param name="policy">The policy to train, with or without a recurrent core. The trainer takes ownership.</param>
    /// <param name="environments">The environments. The trainer takes ownership.</param>
    /// <param name="rollout">The rollout that is filled before each update, for the same number of environments.</param>
    /// <param name="options">The options.</param>
    /// <param name="threads">The maximum number of threads that learn; null uses all cores. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the policy declares no <c>[Value]</c>.</exception>
    public static PpoTrainer<TObservation, TActions, TDistribution> Of<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        IVectorEnvironment<TObservation, TActions> environments,
        Rollout<TObservation, TActions> rollout,
        PpoOptions options,
        int? threads = null)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(options);
        int most = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(threads));
        PpoTrainer<TObservation, TActions, TDistribution>.Validate(policy, rollout, options);
        if (rollout.Environments != environments.Count)
        {
            throw new ArgumentException(
                $"{policy.GetName()}: expected a rollout of {environments.Count} environments, got one of {rollout.Environments}.",
                nameof(rollout));
        }

        return new PpoTrainer<TObservation, TActions, TDistribution>(
            policy,
            new RolloutCollector<TObservation, TActions, TDistribution>(policy, environments, rollout, options.Seed),
            rollout,
            options,
            most);
    }
}
