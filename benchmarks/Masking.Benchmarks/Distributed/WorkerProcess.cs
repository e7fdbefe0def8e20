using System.Diagnostics;
using System.Globalization;
using System.Net;
using Masking.Orleans;

namespace Masking.Benchmarks.Distributed;

/// <summary>A worker in a process of its own.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>The command of a process that works.</summary>
    public const string Command = "work";

    private readonly Process _process;

    /// <summary>Starts a process.</summary>
    /// <param name="learner">The address of the learner.</param>
    /// <param name="slots">The number of shards that run at the same time.</param>
    public WorkerProcess(IPEndPoint learner, int slots) => _process = Process.Start(
        new ProcessStartInfo(
            "dotnet", [typeof(WorkerProcess).Assembly.Location, Command, $"{learner}", slots.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
        })!;

    /// <summary>
    /// Works in this process until it is killed, or until the process that started it ends, which closes the standard input.
    /// </summary>
    /// <param name="learner">The address of the learner.</param>
    /// <param name="slots">The number of shards that run at the same time.</param>
    public static async Task RunAsync(string learner, int slots)
    {
        using CancellationTokenSource stop = new();
        Task worker = Worker.RunAsync(
            IPEndPoint.Parse(learner),
            arguments => MeasuredTrainings.Create(arguments).Definition,
            new WorkerOptions { Slots = slots },
            stop.Token);
        await Console.In.ReadToEndAsync();
        await stop.CancelAsync();
        await worker;
    }

    /// <summary>Kills the process.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
