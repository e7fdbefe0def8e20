namespace Masking.Training;

/// <summary>The result of one step of one environment.</summary>
/// <param name="Reward">The reward; finite.</param>
/// <param name="Status">Whether the episode continues.</param>
public readonly record struct StepResult(float Reward, EpisodeStatus Status = EpisodeStatus.Running)
{
    /// <summary>
    /// A penalty that is added to the reward for learning, but not to the reported return of the episode: 0 or less, finite.
    /// </summary>
    public float Penalty { get; init; }
}
