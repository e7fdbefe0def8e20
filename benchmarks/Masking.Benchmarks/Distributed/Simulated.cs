using Masking.Benchmarks.Reporting;
using Masking.Benchmarks.Simulation;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>Simulates trainings with up to 256 workers, from costs that it measures, and compares the model with a training.</summary>
internal sealed class Simulated : IPart
{
    private const int Shards = 256;
    private const int ShortStep = 50;
    private const int LongStep = 1000;

    private static readonly int[] Workers = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    private static readonly (string Name, double BytesPerSecond)[] Networks = [("1 Gbit/s", 1e9 / 8), ("10 Gbit/s", 10e9 / 8)];

    public string Name => "simulation";

    public void Measure(Report report)
    {
        Measured[] measured =
        [
            Measure(MeasuredTrainings.QuickStart),
            Measure(MeasuredTrainings.GridNet),
        ];
        report.Write("Costs on one core, measured:");
        report.Write(
            [
                "policy", "environment step", "acting, per step", "learning, per step", "pack a fragment", "unpack a fragment",
                "steps of a fragment", "fragment", "state", "parameters",
            ],
            measured.Select(Describe));
        report.Write("The model, and a training with one worker process on this machine, in steps/s:");
        report.Write(["policy", "model", "training", "model / training"], measured.Select(CompareWithTraining));

        List<string[]> limits = [];
        foreach (Measured each in measured)
        {
            foreach (int microseconds in new[] { ShortStep, LongStep })
            {
                double environmentStep = each.Costs.EnvironmentStep + ((microseconds - ShortStep) * 1e-6);
                TrainingCosts costs = each.Costs with { EnvironmentStep = environmentStep };
                Simulate($"{each.Policy}, {microseconds} µs", costs, each.StepsPerFragment, report, limits);
            }
        }

        report.Write("The number of workers from which the learner or its link is busy for a greater share of the time than the workers:");
        report.Write(["policy and environment", .. Variants.Select(variant => variant.Name)], limits);
    }

    private static IEnumerable<(string Name, double BytesPerSecond, bool Overlaps)> Variants => new[] { false, true }.SelectMany(overlaps =>
        Networks.Select(network => ($"{(overlaps ? "overlapped" : "synchronous")}, {network.Name}", network.BytesPerSecond, overlaps)));

    private static void Simulate(string title, TrainingCosts costs, int stepsPerFragment, Report report, List<string[]> limits)
    {
        Outcome[][] outcomes =
        [
            .. Variants.Select(variant => Workers
                .Select(workers => SimulatedTraining.Run(
                    costs, new Setup(Shards, stepsPerFragment, workers, variant.BytesPerSecond, variant.Overlaps)))
                .ToArray()),
        ];
        report.Write($"{title}, {Shards} shards: steps/s, and the shares of the time of the learner and of its link.");
        report.Write(
            ["workers", .. Variants.Select(variant => variant.Name)],
            Workers.Select((workers, row) => (string[])
            [
                $"{workers}",
                .. outcomes.Select(variant => variant[row]).Select(each => $"{each.StepsPerSecond:N0}, {each.Learner:P0}, {each.Link:P0}"),
            ]));
        limits.Add([title, .. outcomes.Select(FirstLimit)]);
    }

    private static string FirstLimit(Outcome[] outcomes)
    {
        int first = Array.FindIndex(outcomes, outcome => outcome.Limit != Limit.Workers);
        return first < 0 ? "none" : $"{outcomes[first].Limit.ToString().ToLowerInvariant()} from {Workers[first]}";
    }

    private static Measured Measure(string policy)
    {
        IMeasuredTraining training = MeasuredTrainings.Create(policy, ShortStep);
        using LocalCluster cluster = LocalCluster.Start(training, workers: 1);
        using ITrainer trainer = training.CreateTrainer(cluster.Runner);
        (TrainingCosts costs, double update) = CostMeasurement.Measure(training, trainer);
        int shards = training.Definition.Shards;
        int steps = training.Environments * training.Steps;
        return new Measured(policy, shards, steps / shards, costs, steps / update);
    }

    private static string[] CompareWithTraining(Measured measured)
    {
        Setup setup = new(
            measured.Shards, measured.StepsPerFragment, Workers: 1, Bandwidth: double.PositiveInfinity, Overlaps: false);
        double model = SimulatedTraining.Run(measured.Costs, setup).StepsPerSecond;
        return [measured.Policy, $"{model:N0}", $"{measured.StepsPerSecond:N0}", $"{model / measured.StepsPerSecond:F2}"];
    }

    private static string[] Describe(Measured measured)
    {
        TrainingCosts costs = measured.Costs;
        return
        [
            measured.Policy, Microseconds(costs.EnvironmentStep), Microseconds(costs.Acting), Microseconds(costs.Learning),
            Microseconds(costs.Packing), Microseconds(costs.Unpacking), $"{measured.StepsPerFragment}", Bytes(costs.FragmentBytes),
            Bytes(costs.StateBytes), Bytes(costs.ParameterBytes),
        ];
    }

    private static string Microseconds(double seconds) => $"{seconds * 1e6:N1} µs";

    private static string Bytes(double bytes) => $"{bytes:N0} B";

    /// <summary>What was measured on this machine.</summary>
    /// <param name="Policy">The name of the policy.</param>
    /// <param name="Shards">The number of shards.</param>
    /// <param name="StepsPerFragment">The environment steps of a fragment.</param>
    /// <param name="Costs">The costs.</param>
    /// <param name="StepsPerSecond">The environment steps per second with one worker process.</param>
    private sealed record Measured(string Policy, int Shards, int StepsPerFragment, TrainingCosts Costs, double StepsPerSecond);
}
