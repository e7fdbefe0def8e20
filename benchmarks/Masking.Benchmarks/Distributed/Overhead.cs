using Masking.Benchmarks.Reporting;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>A training with one worker process, compared with the same training in one process.</summary>
internal sealed class Overhead : IPart
{
    private const int Microseconds = 50;
    private const double Target = 0.95;

    public string Name => "overhead";

    public void Measure(Report report)
    {
        List<string[]> rows = [];
        foreach (string policy in new[] { MeasuredTrainings.Small, MeasuredTrainings.QuickStart })
        {
            IMeasuredTraining training = MeasuredTrainings.Create(policy, Microseconds);
            using LocalCluster cluster = LocalCluster.Start(training, workers: 1);
            using ITrainer ours = training.CreateTrainer(cluster.Runner);
            using ITrainer theirs = training.CreateTrainer();
            (double ourSpeed, double theirSpeed) = Speeds.Compare(training, ours, theirs);
            double ratio = ourSpeed / theirSpeed;
            rows.Add([policy, $"{ourSpeed:N0}", $"{theirSpeed:N0}", $"{ratio:F3}", $"at least {Target}", report.Met(ratio >= Target)]);
        }

        report.Write($"Overhead: environments of {Microseconds} µs per step.");
        report.Write(["policy", "one worker, steps/s", "one process, steps/s", "ratio", "target", "met"], rows);
    }
}
