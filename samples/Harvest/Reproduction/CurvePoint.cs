using Masking.Training;

namespace Masking.Samples.Harvest;

/// <summary>A point of a learning curve: the state of a training after an update.</summary>
/// <param name="Steps">The environment steps taken.</param>
/// <param name="Return">The mean return of the episodes that ended with this update, without penalties.</param>
/// <param name="Kl">The approximate KL divergence of the update.</param>
public readonly record struct CurvePoint(long Steps, double Return, double Kl)
{
    /// <summary>Returns the learning curve of a training.</summary>
    /// <param name="run">The training.</param>
    public static IReadOnlyList<CurvePoint> Of(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        int kl = run.MetricNames.ToList().IndexOf("kl");
        return
        [
            .. run.History.Select(progress => new CurvePoint(progress.EnvironmentSteps, progress.MeanReturn!.Value, progress.Metrics[kl])),
        ];
    }
}
