namespace Masking.Orleans;

/// <summary>A worker that has joined a learner.</summary>
/// <param name="description">The worker.</param>
internal sealed class JoinedWorker(WorkerDescription description)
{
    /// <summary>The worker.</summary>
    public WorkerDescription Description { get; } = description;

    /// <summary>The time of its last sign of life.</summary>
    public long LastSign { get; set; }
}
