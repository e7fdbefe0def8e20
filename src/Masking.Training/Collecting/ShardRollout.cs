namespace Masking.Training;

/// <summary>What a shard collected.</summary>
/// <param name="Steps">The steps in packed form, with the values of the last states and the returns of finished episodes.</param>
/// <param name="NextState">The state after the rollout.</param>
/// <param name="EnvironmentTime">The time that the environments took.</param>
public sealed record ShardRollout(ReadOnlyMemory<byte> Steps, ReadOnlyMemory<byte> NextState, TimeSpan EnvironmentTime);
