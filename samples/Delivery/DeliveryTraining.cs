using Masking.Training;
using static TorchSharp.torch;
using DistinctTrainer = Masking.Training.PpoTrainer<
    Masking.Samples.Delivery.DistinctPolicy.Observation,
    Masking.Samples.Delivery.DistinctPolicy.Actions,
    Masking.Samples.Delivery.DistinctPolicy.Distribution>;
using IndependentTrainer = Masking.Training.PpoTrainer<
    Masking.Samples.Delivery.IndependentPolicy.Observation,
    Masking.Samples.Delivery.IndependentPolicy.Actions,
    Masking.Samples.Delivery.IndependentPolicy.Distribution>;

namespace Masking.Samples.Delivery;

/// <summary>Creates trainers of both variants and evaluates trained policies.</summary>
public static class DeliveryTraining
{
    /// <summary>The variant in which no two vehicles choose the same customer.</summary>
    public const string Distinct = "distinct";

    /// <summary>The variant in which vehicles choose independently.</summary>
    public const string Independent = "independent";

    /// <summary>The default length of a training in environment steps.</summary>
    public const int DefaultSteps = 100_000;

    /// <summary>The number of episodes of an evaluation.</summary>
    public const int EvaluationEpisodes = 1024;

    private const int Environments = 32;
    private const int RolloutSteps = 16;
    private const int EvaluationRows = 64;

    /// <summary>A seed that no training can have, because seeds of trainings are not negative.</summary>
    private const int EvaluationSeed = -1;

    /// <summary>The names of both variants.</summary>
    public static IReadOnlyList<string> Variants { get; } = [Distinct, Independent];

    /// <summary>The options that both variants and all seeds have in common.</summary>
    public static PpoOptions Options { get; } = new()
    {
        LearningRate = 1e-3,
        Discount = 0.9,
        EntropyWeight = 0.001,
        ValueWeight = 0.2,
        RecentEpisodes = 256,
    };

    /// <summary>Creates a trainer.</summary>
    /// <param name="variant"><see cref="Distinct"/> or <see cref="Independent"/>.</param>
    /// <param name="options">The options of PPO.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static ITrainer CreateTrainer(string variant, PpoOptions options, int threads)
    {
        ArgumentNullException.ThrowIfNull(options);
        return variant switch
        {
            Distinct => PpoTrainer.Of(
                new DistinctPolicy(),
                new DistinctPolicy.Batch(Environments, DeliveryMap.Vehicles, DeliveryMap.Customers),
                RolloutSteps,
                _ => new DeliveryWorld(),
                options,
                threads),
            Independent => PpoTrainer.Of(
                new IndependentPolicy(),
                new IndependentPolicy.Batch(Environments, DeliveryMap.Vehicles, DeliveryMap.Customers),
                RolloutSteps,
                _ => new DeliveryWorld(),
                options,
                threads),
            _ => throw new ArgumentOutOfRangeException(nameof(variant), variant, $"expected one of {string.Join(", ", Variants)}."),
        };
    }

    /// <summary>
    /// Evaluates a trained policy, which samples its actions, in new episodes. They are the same for both variants and all seeds.
    /// </summary>
    /// <param name="trainer">A trainer created by <see cref="CreateTrainer"/>.</param>
    public static DeliveryResult Evaluate(ITrainer trainer) => trainer is DistinctTrainer distinct
        ? Evaluate(
            distinct.Policy,
            new DistinctPolicy.Batch(EvaluationRows, DeliveryMap.Vehicles, DeliveryMap.Customers),
            () => new DeliveryWorld(),
            actions => actions.Destination)
        : Evaluate(
            ((IndependentTrainer)trainer).Policy,
            new IndependentPolicy.Batch(EvaluationRows, DeliveryMap.Vehicles, DeliveryMap.Customers),
            () => new DeliveryWorld(),
            actions => actions.Destination);

    /// <summary>Evaluates <see cref="GreedyVehicles"/>.</summary>
    /// <param name="variant"><see cref="Distinct"/> or <see cref="Independent"/>.</param>
    public static DeliveryResult EvaluateGreedy(string variant) =>
        GreedyVehicles.Evaluate(isDistinct: variant == Distinct, EvaluationEpisodes, new RandomNumbers(EvaluationSeed));

    private static DeliveryResult Evaluate<TObservation, TActions, TDistribution, TBatch>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy,
        TBatch batch,
        Func<IEnvironment<TBatch, TActions>> createWorld,
        Func<TActions, Tensor> destinationsOf)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
        where TBatch : IRolloutBatch<TObservation, TActions>
    {
        using var environments = ParallelEnvironments.Of(
            batch,
            each => each.Observation,
            Enumerable.Range(0, EvaluationRows).Select(_ => createWorld()),
            EvaluationSeed,
            threads: 1);
        RandomStream stream = new(EvaluationSeed);
        JointActions joint = new();
        IReadOnlyList<double> profits = Episodes.Returns(environments, Act, EvaluationEpisodes / EvaluationRows);
        return new DeliveryResult(profits.Average(), joint.ConflictShare);

        TActions Act(TObservation observation)
        {
            TActions actions = policy.Act(observation, stream).Actions;
            foreach (long[] destinations in destinationsOf(actions).data<long>().Chunk(DeliveryMap.Vehicles))
            {
                joint.Add(destinations);
            }

            return actions;
        }
    }
}
