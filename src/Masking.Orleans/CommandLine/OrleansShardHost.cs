using Masking.Training;
using Masking.Training.CommandLine;

namespace Masking.Orleans;

/// <summary>Runs the shards of a command line on workers.</summary>
internal sealed class OrleansShardHost : IShardHost
{
    private readonly Learner _learner;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<Task> _workers;
    private readonly ClusterCertificates? _certificates;

    /// <summary>Creates the host of a training.</summary>
    /// <param name="learner">The learner. It is disposed with this object.</param>
    /// <param name="start">The training.</param>
    /// <param name="runWorkers">Runs the workers of this process until it is canceled.</param>
    /// <param name="certificates">The certificates. They are disposed with this object.</param>
    public OrleansShardHost(
        Learner learner, TrainingStart start, Func<CancellationToken, Task> runWorkers, ClusterCertificates? certificates = null)
    {
        _learner = learner;
        _certificates = certificates;

        // Workers also create policies. They start after the trainer exists, whose initial parameters would otherwise depend on how often
        // they have drawn from the generator of TorchSharp, which belongs to the process.
        _workers = new Lazy<Task>(() => runWorkers(_stop.Token));
        Runner = new MonitoredShardRunner(learner, start, () => learner.Watch(_workers.Value));
    }

    /// <inheritdoc/>
    public IShardRunner Runner { get; }

    /// <inheritdoc/>
    public string Status => $"workers {_learner.Workers}  repeated {_learner.Repeated}";

    /// <summary>Stops the workers and the learner.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_workers.IsValueCreated)
        {
            await _workers.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _learner.DisposeAsync();
        _certificates?.Dispose();
        _stop.Dispose();
    }
}
