using System.Globalization;

namespace Masking.Training;

/// <summary>The state of a training after an update.</summary>
/// <param name="EnvironmentSteps">The environment steps taken, over all environments.</param>
/// <param name="Updates">The number of updates made.</param>
/// <param name="Episodes">The number of episodes finished.</param>
/// <param name="MeanReturn">The mean return of the most recent episodes; null before the first episode has finished.</param>
/// <param name="Metrics">The metrics of the last update, in the order of <see cref="ITrainer.MetricNames"/>; empty before the first
/// update.</param>
public sealed record TrainingProgress(long EnvironmentSteps, int Updates, int Episodes, double? MeanReturn, IReadOnlyList<double> Metrics)
{
    /// <summary>The state before the first update.</summary>
    public static TrainingProgress None { get; } = new(0, 0, 0, null, []);

    /// <summary>The time that this process has spent on the training so far, without writing checkpoints.</summary>
    public TrainingTime Time { get; init; } = TrainingTime.Zero;

    /// <summary>Returns steps, mean return and speed in one line.</summary>
    public override string ToString()
    {
        string meanReturn = MeanReturn?.ToString("F2", CultureInfo.InvariantCulture) ?? "not known yet";
        return FormattableString.Invariant(
            $"{EnvironmentSteps:N0} steps, mean return {meanReturn}, {Time.StepsPerSecond:N0} steps/s");
    }
}
