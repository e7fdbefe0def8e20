using Masking.Samples.Training;

namespace Masking.Samples.Harvest;

/// <summary>Where a training stood after an update.</summary>
/// <param name="Steps">Environment steps taken.</param>
/// <param name="Return">The mean return of the episodes that ended with this update, penalties left out.</param>
/// <param name="Kl">The approximate KL divergence that the update measured.</param>
public readonly record struct CoursePoint(long Steps, double Return, double Kl)
{
    /// <summary>The course that a training took.</summary>
    /// <param name="run">The training.</param>
    public static IReadOnlyList<CoursePoint> Of(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        int kl = run.MetricNames.ToList().IndexOf("kl");
        return
        [
            .. run.History.Select(progress => new CoursePoint(progress.EnvironmentSteps, progress.MeanReturn!.Value, progress.Metrics[kl])),
        ];
    }
}
