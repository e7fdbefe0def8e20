using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Creates corridor environments and trainers for them.</summary>
internal static class Corridor
{
    public static DqnOptions Options { get; } =
        new()
        {
            StepsPerUpdate = 16,
            LearningStarts = 64,
            ReplayCapacity = 400,
            BatchSize = 32,
            LearningRate = 5e-3,
            ExplorationSteps = 800,
            LearningStepsPerTarget = 25,
        };

    public static ParallelEnvironments<CorridorValues.Batch, CorridorValues.Observation, CorridorValues.Actions> Worlds(
        int count,
        int threads = 1,
        int limit = 8,
        int work = 0,
        int seed = 1
    ) =>
        ParallelEnvironments.Of(
            new CorridorValues.Batch(count),
            batch => batch.Observation,
            Enumerable.Range(0, count).Select(_ => new CorridorWorld(limit, work)),
            seed,
            threads
        );

    public static DqnTrainer<CorridorValues.Observation, CorridorValues.Actions, CorridorValues.Values> Trainer(
        DqnOptions? options = null,
        int limit = 8,
        int threads = 1
    )
    {
        set_num_threads(1);
        manual_seed(1);
        return DqnTrainer.Of(new CorridorValues(), new CorridorValues(), Worlds(4, limit: limit), options ?? Options, threads);
    }

    /// <summary>The rendered state of each row.</summary>
    public static string[] Drawn(this IVectorEnvironment<CorridorValues.Observation, CorridorValues.Actions> worlds) =>
        [.. Enumerable.Range(0, worlds.Count).Select(worlds.Render)];

    /// <summary>Takes a step in each row.</summary>
    public static VectorStepResult Go(this IVectorEnvironment<CorridorValues.Observation, CorridorValues.Actions> worlds, params Way[] ways)
    {
        using CorridorValues.Actions actions = new() { Q = tensor(ways.Select(way => (long)way).ToArray()) };
        return worlds.Step(actions);
    }
}
