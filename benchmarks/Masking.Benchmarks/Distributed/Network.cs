using Masking.Benchmarks.Reporting;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>
/// The bytes through the connections between learner and workers, compared with those of the rollouts in packed form. The parameters of the
/// policy are subtracted. The states of the shards and the messages of Orleans are not.
/// </summary>
internal sealed class Network : IPart
{
    private const int Workers = 2;
    private const int Slots = 2;
    private const int Updates = 10;
    private const double Limit = 1.1;

    public string Name => "network";

    public void Measure(Report report)
    {
        List<string[]> rows = [];
        foreach (string policy in new[] { MeasuredTrainings.Small, MeasuredTrainings.QuickStart, MeasuredTrainings.GridNet })
        {
            rows.Add(Measure(policy, report));
        }

        report.Write(
            $"Network: bytes per update, with {Workers} workers that run {Slots} shards at the same time. The ratio is that of the bytes "
                + "through the connections without the parameters, to the packed rollouts.");
        report.Write(
            [
                "policy", "connections", "parameters", "parameters per worker", "states", "packed rollouts", "ratio", "limit", "met",
            ],
            rows);
    }

    private static string[] Measure(string policy, Report report)
    {
        IMeasuredTraining training = MeasuredTrainings.Create(policy, microseconds: 0);
        CountingProxy? proxy = null;
        using ParametersMeter meter = new();
        using LocalCluster cluster = LocalCluster.Start(
            training, Workers, Slots, learner => (proxy = new CountingProxy(learner)).Address);
        using CountingProxy counting = proxy!;
        CountingRunner runner = new(cluster.Runner);
        using ITrainer trainer = training.CreateTrainer(runner);
        Update(updates: 1);
        (long connections, long parameters, long states, long packed) = (counting.Bytes, meter.Bytes, runner.States, runner.Steps);
        Update(Updates);
        connections = counting.Bytes - connections;
        parameters = meter.Bytes - parameters;
        states = runner.States - states;
        packed = runner.Steps - packed;

        // A worker for which no shard is left receives no parameters.
        double perWorker = (double)parameters / (Updates * Workers * runner.Parameters);
        double ratio = (double)(connections - parameters) / packed;
        return
        [
            policy, $"{connections / Updates:N0}", $"{parameters / Updates:N0}", $"{perWorker:0.##} times {runner.Parameters:N0}",
            $"{states / Updates:N0}", $"{packed / Updates:N0}", $"{ratio:F3}", $"at most {Limit}",
            report.Met(ratio <= Limit && perWorker <= 1),
        ];

        void Update(int updates)
        {
            for (int update = 0; update < updates; update++)
            {
                trainer.Update(CancellationToken.None);
            }
        }
    }
}
