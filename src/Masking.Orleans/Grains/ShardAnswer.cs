namespace Masking.Orleans;

/// <summary>What a shard collected, or why it could not.</summary>
/// <param name="Run">The run of the call.</param>
/// <param name="Update">The update of the call.</param>
/// <param name="Shard">The index of the shard.</param>
/// <param name="Steps">The steps in packed form.</param>
/// <param name="NextState">The state after the rollout.</param>
/// <param name="EnvironmentTime">The time that the environments took.</param>
/// <param name="Failure">The failure of an environment; null if there was none.</param>
[GenerateSerializer, Immutable, Alias("masking.ShardAnswer")]
internal sealed record ShardAnswer(
    [property: Id(0)] string Run,
    [property: Id(1)] long Update,
    [property: Id(2)] int Shard,
    [property: Id(3)] byte[] Steps,
    [property: Id(4)] byte[] NextState,
    [property: Id(5)] TimeSpan EnvironmentTime,
    [property: Id(6)] ShardFailure? Failure);
