using System.CommandLine;
using System.Net;
using Masking.Training.CommandLine;

namespace Masking.Orleans;

/// <summary>A training whose learner and workers run in one process.</summary>
/// <param name="shards">The options of the shards.</param>
internal sealed class EmbeddedWorkersMode(ShardOptions shards)
{
    private const int MostWorkers = 1024;

    private readonly Option<int> _workers = CommandOptions.IntegerOption(
        "--workers",
        0,
        MostWorkers,
        0,
        "The number of workers in this process. The results do not depend on it.");

    /// <summary>Creates the mode.</summary>
    public TrainingMode Create() =>
        new(Subcommand: null, Description: "", [_workers], parsed => parsed.GetValue(_workers) > 0, StartAsync);

    private async Task<IShardHost> StartAsync(TrainingStart start)
    {
        IPEndPoint address = new(IPAddress.Loopback, FreePort.Find());
        Learner learner = await Learner.StartAsync(
            address, shards.Define(start.Arguments), start.DefiningArguments, cancellationToken: start.CancellationToken);
        return new OrleansShardHost(learner, start, RunWorkersAsync);

        async Task RunWorkersAsync(CancellationToken stop)
        {
            Task[] workers = [.. Enumerable.Range(0, start.Arguments.Parsed.GetValue(_workers)).Select(_ => Worker.RunAsync(
                address, _ => shards.Define(start.Arguments), new WorkerOptions { Slots = 1 }, stop))];

            // The first one that ends has failed, or all are stopped.
            await await Task.WhenAny(workers);
            await Task.WhenAll(workers);
        }
    }
}
