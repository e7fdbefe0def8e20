namespace Masking.Samples.Training;

/// <summary>Where a training stands.</summary>
/// <param name="EnvironmentSteps">Steps taken, over all environments.</param>
/// <param name="Updates">Updates made.</param>
/// <param name="Episodes">Episodes finished.</param>
/// <param name="MeanReturn">The mean return of the most recently finished episodes; null before the first.</param>
/// <param name="Metrics">What the last update measured, in the order of <see cref="ITrainer.MetricNames"/>; empty before the first.</param>
public sealed record TrainingProgress(long EnvironmentSteps, int Updates, int Episodes, double? MeanReturn, IReadOnlyList<double> Metrics)
{
    /// <summary>Of a training that has not begun.</summary>
    public static TrainingProgress None { get; } = new(0, 0, 0, null, []);

    /// <summary>What this process has spent on it so far, checkpoints left out.</summary>
    public Pace Pace { get; init; } = Pace.None;
}
