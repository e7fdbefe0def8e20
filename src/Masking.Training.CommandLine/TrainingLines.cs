namespace Masking.Training.CommandLine;

/// <summary>Reports the progress of trainings as lines of text, eight per training.</summary>
/// <param name="trainings">The trainings.</param>
/// <param name="bestReturn">The highest possible return.</param>
/// <param name="status">Returns a few words to add; null adds none.</param>
internal sealed class TrainingLines(ParallelRuns trainings, double bestReturn, Func<string?> status)
{
    private const int Parts = 8;

    private readonly long[] _reported = new long[trainings.Runs.Count];
    private readonly int _labelWidth = trainings.Runs.Max(run => run.Label.Length);

    /// <summary>Returns a line for each training that completed another part since the last call.</summary>
    public IEnumerable<string> Next()
    {
        for (int i = 0; i < _reported.Length; i++)
        {
            TrainingProgress progress = trainings.Runs[i].Progress;
            long part = progress.EnvironmentSteps * Parts / trainings.EnvironmentSteps;
            if (part > _reported[i])
            {
                _reported[i] = part;
                yield return Line(trainings.Runs[i], progress);
            }
        }
    }

    private string Line(TrainingRun run, TrainingProgress progress) =>
        $"{run.Label.PadRight(_labelWidth)}  {progress.EnvironmentSteps, 9:N0} of {trainings.EnvironmentSteps:N0} steps"
        + $"  return {MetricText.Return(progress.MeanReturn, bestReturn), 5} of {bestReturn:0.#}"
        + $"  {progress.Time.StepsPerSecond, 6:N0} steps/s  {MetricText.Line(run.MetricNames, progress.Metrics)}"
        + (status() is { } words ? $"  {words}" : "");
}
