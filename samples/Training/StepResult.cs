namespace Masking.Samples.Training;

/// <summary>What one step of all environments brought.</summary>
/// <param name="Rewards">The reward of each environment.</param>
/// <param name="Dones">Whether the episode of each environment ended with this step.</param>
/// <param name="FinishedReturns">The undiscounted returns of the episodes that ended.</param>
public sealed record StepResult(float[] Rewards, bool[] Dones, IReadOnlyList<double> FinishedReturns);
