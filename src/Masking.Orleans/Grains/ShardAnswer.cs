namespace Masking.Orleans;

/// <summary>What a shard collected, or why it could not.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Call">The call without its state.</param>
/// <param name="Steps">The steps in packed form.</param>
/// <param name="NextState">The state after the rollout.</param>
/// <param name="EnvironmentTime">The time that the environments took.</param>
/// <param name="Failure">The failure; null if there was none.</param>
[GenerateSerializer, Immutable, Alias("masking.ShardAnswer")]
internal sealed record ShardAnswer(
    [property: Id(0)] Guid Worker,
    [property: Id(1)] ShardCall Call,
    [property: Id(2)] byte[] Steps,
    [property: Id(3)] byte[] NextState,
    [property: Id(4)] TimeSpan EnvironmentTime,
    [property: Id(5)] ShardFailure? Failure)
{
    /// <summary>Creates the answer to a call that failed.</summary>
    public static ShardAnswer Failed(Guid worker, ShardCall call, Exception exception) =>
        new(worker, call with { State = [] }, [], [], TimeSpan.Zero, ShardFailure.Of(exception));
}
