using Masking.Samples.QuickStart;
using Masking.Training;
using Definition = Masking.Training.PpoDefinition<
    Masking.Samples.Harvest.HarvestPolicy.Observation,
    Masking.Samples.Harvest.HarvestPolicy.Actions,
    Masking.Samples.Harvest.HarvestPolicy.Distribution,
    Masking.Samples.Harvest.HarvestPolicy.Batch
>;
using Trainer = Masking.Training.PpoTrainer<
    Masking.Samples.Harvest.HarvestPolicy.Observation,
    Masking.Samples.Harvest.HarvestPolicy.Actions,
    Masking.Samples.Harvest.HarvestPolicy.Distribution
>;
using VectorEnvironment = Masking.Training.IVectorEnvironment<
    Masking.Samples.Harvest.HarvestPolicy.Observation,
    Masking.Samples.Harvest.HarvestPolicy.Actions
>;

namespace Masking.Samples.Harvest;

/// <summary>Defines trainings in MiniHarvest, creates their trainers and evaluates trained policies.</summary>
public static class HarvestTraining
{
    /// <summary>The number of environments. Each completes one episode per update.</summary>
    public const int Environments = 16;

    private const int RolloutSteps = HarvestField.EpisodeSteps;

    /// <summary>Defines a training with one shard.</summary>
    /// <param name="size">The number of rows and columns of the board.</param>
    /// <param name="regime">The masks and penalties of the training.</param>
    /// <param name="options">The options of PPO.</param>
    public static Definition Define(int size, Regime regime, PpoOptions options)
    {
        ArgumentNullException.ThrowIfNull(regime);
        ArgumentNullException.ThrowIfNull(options);
        return PpoDefinition.Of(
            () => new HarvestPolicy(),
            rows => new HarvestPolicy.Batch(rows, size, size),
            _ => new MiniHarvest(size, regime.Penalty),
            Environments,
            RolloutSteps) with
        {
            Observe = batch => regime.TransformForActing(batch.Observation),
            StoredObservationTransform = regime.TransformForLearning == regime.TransformForActing ? null : regime.TransformForLearning,
            Options = options,
        };
    }

    /// <summary>Creates a trainer with a new policy.</summary>
    /// <param name="size">The number of rows and columns of the board.</param>
    /// <param name="regime">The masks and penalties of the training.</param>
    /// <param name="options">The options of PPO.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static Trainer CreateTrainer(int size, Regime regime, PpoOptions options, int threads) =>
        Define(size, regime, options).CreateTrainer(threads);

    /// <summary>Creates a trainer of a given policy. The trainer takes ownership of the policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="size">The number of rows and columns of the board.</param>
    /// <param name="regime">The masks and penalties of the training.</param>
    /// <param name="options">The options of PPO.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static Trainer CreateTrainer(
        HarvestPolicy policy,
        int size,
        Regime regime,
        PpoOptions options,
        int threads)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Definition definition = Define(size, regime, options) with { CreatePolicy = () => policy };
        return definition.CreateTrainer(threads);
    }

    /// <summary>Runs episodes without learning. Actions are sampled from the policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="size">The number of rows and columns of the board.</param>
    /// <param name="regime">The masks of the evaluation, which may differ from those of the training.</param>
    /// <param name="seed">The seed of the actions.</param>
    /// <param name="episodesPerEnvironment">The number of episodes in each of the <see cref="Environments"/> environments.</param>
    /// <returns>The undiscounted returns, without penalties.</returns>
    public static IReadOnlyList<double> Evaluate(HarvestPolicy policy, int size, Regime regime, int seed, int episodesPerEnvironment)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(regime);
        using VectorEnvironment environments = ParallelEnvironments.Of(
            new HarvestPolicy.Batch(Environments, size, size),
            batch => regime.TransformForActing(batch.Observation),
            Enumerable.Range(0, Environments).Select(_ => new MiniHarvest(size, regime.Penalty)),
            seed,
            threads: 1);
        RandomStream stream = new(seed);
        return Episodes.Returns(environments, policy, stream, episodesPerEnvironment);
    }
}
