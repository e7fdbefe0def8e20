namespace Masking.Orleans;

/// <summary>The settings of the connection between a <see cref="Learner"/> and its workers. Both sides need the same ones.</summary>
public sealed record ClusterSettings
{
    /// <summary>The name of the cluster. Clusters with different names can share a <see cref="Table"/>.</summary>
    public string Name { get; init; } = "masking";

    /// <summary>
    /// The certificates with which learner and workers prove who they are, over encrypted connections (mutual TLS). Null: connections are
    /// not encrypted, and everyone who reaches the port of the learner can join.
    /// </summary>
    public ClusterCertificates? Certificates { get; init; }

    /// <summary>
    /// The table in which workers look up the address of the learner. Null: workers are given the address.
    /// </summary>
    public ClusterTable? Table { get; init; }

    /// <summary>
    /// The greatest size of a message in bytes, from 1 MiB to 1 GiB: of a rollout of a shard with its state, or of the parameters of the
    /// policy. A training that needs larger ones ends with an error. Larger messages of others are refused before they are read.
    /// </summary>
    public int MaxMessageBytes { get; init; } = 256 << 20;

    /// <summary>Throws if a setting is not valid.</summary>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageBytes, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxMessageBytes, 1 << 30);
    }

    /// <summary>Throws if something is too large for a message.</summary>
    /// <param name="content">What it is.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="remedy">What makes it smaller.</param>
    internal void RequireFits(string content, long bytes, string remedy)
    {
        if (bytes > MaxMessageBytes)
        {
            throw new InvalidOperationException(
                $"{content} has {bytes:N0} bytes, the limit is {MaxMessageBytes:N0}: {remedy}raise {nameof(MaxMessageBytes)} of "
                    + "learner and workers.");
        }
    }
}
