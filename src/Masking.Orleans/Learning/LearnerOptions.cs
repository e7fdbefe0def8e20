using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Masking.Orleans;

/// <summary>The options of a <see cref="Learner"/>. They do not change the results of a training.</summary>
public sealed record LearnerOptions
{
    /// <summary>The time after which a rollout of a shard is requested from another worker, too. The first answer counts.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The time after which a worker without a sign of life is regarded as lost, from 2 seconds to a day; its shards are given to other
    /// workers.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The settings of the connection to the workers.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>Receives which workers join, are refused, or are lost, and warnings.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Throws if an option is not valid.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Deadline, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Silence, 2 * Timing.Beat);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Silence, Timing.LongestSilence);
        Cluster.Validate();
    }
}
