namespace Masking.Samples.Training;

/// <summary>Says how far trainings are, in lines of text, each time another part of the way is done.</summary>
/// <param name="trainings">What runs.</param>
/// <param name="bestReturn">The return that cannot be exceeded.</param>
internal sealed class TrainingLines(SideBySide trainings, double bestReturn)
{
    private const int Parts = 8;

    private readonly long[] _said = new long[trainings.Runs.Count];
    private readonly int _labelWidth = trainings.Runs.Max(run => run.Label.Length);

    /// <summary>What is new since the last call.</summary>
    public IEnumerable<string> Next()
    {
        for (int i = 0; i < _said.Length; i++)
        {
            TrainingProgress progress = trainings.Runs[i].Progress;
            long part = progress.EnvironmentSteps * Parts / trainings.EnvironmentSteps;
            if (part > _said[i])
            {
                _said[i] = part;
                yield return Line(trainings.Runs[i], progress);
            }
        }
    }

    private string Line(TrainingRun run, TrainingProgress progress) =>
        $"{run.Label.PadRight(_labelWidth)}  {progress.EnvironmentSteps, 9:N0} of {trainings.EnvironmentSteps:N0} steps"
        + $"  return {MetricText.Return(progress.MeanReturn, bestReturn), 5} of {bestReturn:0.#}  {progress.Pace.StepsPerSecond, 6:N0} steps/s  {MetricText.Line(run.MetricNames, progress.Metrics)}";
}
