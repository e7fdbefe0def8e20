using System.Diagnostics;
using Masking.Training;
using Masking.Training.CommandLine;

namespace Masking.Orleans;

/// <summary>
/// Runs the shards of a command line, and records in <c>workers.csv</c> in the folder of the training which workers took part. This is not
/// in <c>metrics.csv</c>, because it differs between two trainings with the same seed.
/// </summary>
/// <param name="learner">The learner.</param>
/// <param name="start">The training.</param>
/// <param name="startWorkers">Starts the workers of this process, if it was not called before.</param>
internal sealed class MonitoredShardRunner(Learner learner, TrainingStart start, Action startWorkers) : IShardRunner
{
    private readonly WorkersFile _file = new(Path.Combine(start.Folder.FullName, "workers.csv"));

    /// <inheritdoc/>
    public IReadOnlyList<ShardRollout> Collect(
        ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> states, CancellationToken cancellationToken)
    {
        startWorkers();

        // A recorded update cannot be canceled, but without workers it would never end.
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, start.CancellationToken);
        long began = Stopwatch.GetTimestamp();
        IReadOnlyList<ShardRollout> rollouts = learner.Runner.Collect(parameters, states, stop.Token);
        _file.Append(learner.Workers, learner.Repeated, Stopwatch.GetElapsedTime(began));
        return rollouts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        learner.Runner.Dispose();
        _file.Dispose();
    }
}
