using Orleans.Configuration;

namespace Masking.Orleans;

/// <summary>What learner and workers have in common.</summary>
internal static class Cluster
{
    /// <summary>The name of the cluster.</summary>
    public const string Name = "masking";

    /// <summary>A worker that has been silent for so long is regarded as lost, and its shards are given to others.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(4);

    /// <summary>The time between two signs of life of a worker.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>The time after which a worker that waits for a shard asks again.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <summary>Sets the name of the cluster.</summary>
    public static void SetName(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (Name, Name);
}
