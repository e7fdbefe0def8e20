using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Trainings whose environments are divided into shards.</summary>
internal static class ShardedTrainings
{
    public const int Environments = 7;
    public const int Steps = 8;

    private static readonly PpoOptions Options = new() { Minibatches = 3, Epochs = 2, RowsPerShard = 16, LearningRate = 3e-3 };

    /// <summary>The policies: of one agent, of a set with a value of each actor, the same with a memory, and of a map.</summary>
    public static TheoryData<string> Policies => ["agent", "set", "memory", "map"];

    /// <summary>Creates a trainer.</summary>
    /// <param name="policy">One of <see cref="Policies"/>.</param>
    /// <param name="shards">The number of shards.</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <param name="runnerOf">Creates the runner from what creates a shard; null runs the shards in the process.</param>
    /// <param name="overlap">Whether rollouts are collected while the policy learns.</param>
    /// <param name="ratioOf">What the probability ratio is of.</param>
    public static ITrainer Create(
        string policy,
        int shards,
        int threads = 1,
        Func<Func<int, IRolloutShard>, IShardRunner>? runnerOf = null,
        bool overlap = false,
        RatioScope ratioOf = RatioScope.JointAction)
    {
        set_num_threads(1);
        manual_seed(1);
        return policy switch
        {
            "agent" => Trainer(Agent(shards)),
            "set" => Trainer(PpoDefinition.Of(
                () => new ChoirPolicy(), rows => new ChoirPolicy.Batch(rows, Choir.MaxSingers), _ => ChoirPolicy.World(new Choir()),
                Environments, Steps)),
            "memory" => Trainer(PpoDefinition.Of(
                () => new ChoirRecallPolicy(), rows => new ChoirRecallPolicy.Batch(rows, Choir.MaxSingers),
                _ => ChoirRecallPolicy.World(new Choir()), Environments, Steps)),
            "map" => Trainer(PpoDefinition.Of(
                () => new ChoirMapPolicy(), rows => new ChoirMapPolicy.Batch(rows), _ => ChoirMapPolicy.World(new Choir()),
                Environments, Steps)),
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "expected one of the policies."),
        };

        ITrainer Trainer<TObservation, TActions, TDistribution, TBatch>(
            PpoDefinition<TObservation, TActions, TDistribution, TBatch> definition)
            where TObservation : ITensorRecord<TObservation>
            where TActions : ITensorRecord<TActions>
            where TDistribution : IPolicyDistribution<TDistribution, TActions>
            where TBatch : IRolloutBatch<TObservation, TActions>
        {
            definition = definition with { Shards = shards, Overlap = overlap, Options = Options with { RatioOf = ratioOf } };
            return definition.CreateTrainer(threads, runnerOf?.Invoke(definition.CreateShard));
        }
    }

    /// <summary>The definition for one agent in a T-maze.</summary>
    public static PpoDefinition<TMazePolicy.Observation, TMazePolicy.Actions, TMazePolicy.Distribution, TMazePolicy.Batch> Agent(
        int shards, Func<int, IEnvironment<TMazePolicy.Batch, TMazePolicy.Actions>>? createEnvironment = null) => PpoDefinition.Of(
            () => new TMazePolicy(),
            rows => new TMazePolicy.Batch(rows),
            createEnvironment ?? (_ => TMazePolicy.World(new TMaze(length: 9))),
            Environments,
            Steps) with { Shards = shards, Options = Options };
}
