using Masking.Benchmarks.Reporting;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>A training with two worker processes, compared with the same training with one.</summary>
internal sealed class Scaling : IPart
{
    private const int Microseconds = 1000;
    private const double Target = 1.8;

    public string Name => "scaling";

    public void Measure(Report report)
    {
        IMeasuredTraining training = MeasuredTrainings.Create(MeasuredTrainings.Small, Microseconds);
        using LocalCluster two = LocalCluster.Start(training, workers: 2);
        using LocalCluster one = LocalCluster.Start(training, workers: 1);
        using ITrainer ours = training.CreateTrainer(two.Runner);
        using ITrainer theirs = training.CreateTrainer(one.Runner);
        (double ourSpeed, double theirSpeed) = Speeds.Compare(training, ours, theirs);
        double ratio = ourSpeed / theirSpeed;

        report.Write($"Scaling: environments of {Microseconds} µs per step.");
        report.Write(
            ["policy", "two workers, steps/s", "one worker, steps/s", "ratio", "target", "met"],
            [
                [
                    MeasuredTrainings.Small, $"{ourSpeed:N0}", $"{theirSpeed:N0}", $"{ratio:F2}", $"at least {Target}",
                    report.Met(ratio >= Target),
                ],
            ]);
    }
}
