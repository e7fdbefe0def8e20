namespace Masking.Orleans;

/// <summary>A request to collect one rollout of a shard.</summary>
/// <param name="Run">The identity of the learner process.</param>
/// <param name="Update">The number of the update, which identifies the parameters of the policy.</param>
/// <param name="Shard">The index of the shard.</param>
/// <param name="State">The state to begin with.</param>
[GenerateSerializer, Immutable, Alias("masking.ShardCall")]
internal sealed record ShardCall(
    [property: Id(0)] string Run, [property: Id(1)] long Update, [property: Id(2)] int Shard, [property: Id(3)] byte[] State);
