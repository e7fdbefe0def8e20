using Orleans.Concurrency;

namespace Masking.Orleans;

/// <summary>What workers ask the learner.</summary>
[Alias("masking.ILearnerGrain")]
internal interface ILearnerGrain : IGrainWithIntegerKey
{
    /// <summary>The run of the learner.</summary>
    [Alias("Describe"), AlwaysInterleave]
    Task<RunDescription> Describe();

    /// <summary>Announces a worker. Workers repeat this as a sign of life.</summary>
    /// <returns>Null if the worker is accepted; otherwise why it is not.</returns>
    [Alias("Join"), AlwaysInterleave]
    Task<string?> Join(WorkerDescription worker);

    /// <summary>Waits for a shard to run.</summary>
    /// <param name="worker">The worker, which has joined.</param>
    /// <returns>The call; null if there was none for a while, or if the worker has not joined.</returns>
    [Alias("Take"), AlwaysInterleave]
    Task<ShardCall?> Take(Guid worker);

    /// <summary>Returns what a shard collected. Only the first answer to a call counts.</summary>
    [Alias("Complete"), AlwaysInterleave]
    Task Complete(ShardAnswer answer);

    /// <summary>The parameters of the policy for an update.</summary>
    /// <returns>The parameters; null if the update is over.</returns>
    [Alias("GetParameters"), AlwaysInterleave]
    Task<byte[]?> GetParameters(string run, long update);
}
