using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masking.Orleans;

/// <summary>The options of a <see cref="Worker"/>. They do not change the results of a training.</summary>
public sealed record WorkerOptions
{
    /// <summary>The number of shards that run at the same time.</summary>
    public int Slots { get; init; } = Environment.ProcessorCount;

    /// <summary>The settings of the connection to the learner.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>Receives when the worker joins a learner and when it loses it.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Throws if an option is not valid.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Slots);
        Cluster.Validate();
    }
}
