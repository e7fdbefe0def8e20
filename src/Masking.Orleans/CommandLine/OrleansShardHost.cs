using Masking.Training;
using Masking.Training.CommandLine;

namespace Masking.Orleans;

/// <summary>Runs the shards of a command line on workers.</summary>
internal sealed class OrleansShardHost : IShardHost
{
    private readonly Learner _learner;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _workers;
    private readonly ClusterCertificates? _certificates;

    /// <summary>Starts the workers of this process.</summary>
    /// <param name="learner">The learner. It is disposed with this object.</param>
    /// <param name="start">The training.</param>
    /// <param name="runWorkers">Runs the workers of this process until it is canceled.</param>
    /// <param name="certificates">The certificates. They are disposed with this object.</param>
    public OrleansShardHost(
        Learner learner, TrainingStart start, Func<CancellationToken, Task> runWorkers, ClusterCertificates? certificates = null)
    {
        _learner = learner;
        _certificates = certificates;
        _workers = runWorkers(_stop.Token);
        learner.Watch(_workers);
        Runner = new MonitoredShardRunner(learner, start);
    }

    /// <inheritdoc/>
    public IShardRunner Runner { get; }

    /// <inheritdoc/>
    public string Status => $"workers {_learner.Workers}  repeated {_learner.Repeated}";

    /// <summary>Stops the workers and the learner.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _workers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _learner.DisposeAsync();
        _certificates?.Dispose();
        _stop.Dispose();
    }
}
