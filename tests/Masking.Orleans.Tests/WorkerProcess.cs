using System.Diagnostics;
using System.Net;

namespace Masking.Orleans.Tests;

/// <summary>A worker in a process of its own, which can be killed and paused.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>The first argument of a process that works instead of running tests.</summary>
    public const string Argument = "work";

    private readonly Process _process;

    /// <summary>Starts a process.</summary>
    /// <param name="learner">The address of the learner.</param>
    public WorkerProcess(IPEndPoint learner) => _process = Process.Start(
        new ProcessStartInfo("dotnet", [typeof(WorkerProcess).Assembly.Location, Argument, $"{learner}"])
        {
            RedirectStandardInput = true,
        })!;

    /// <summary>Works in this process until it is killed, or until the tests end, which closes the standard input.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(string learner)
    {
        using CancellationTokenSource stop = new();
        Task worker = Worker.RunAsync(
            IPEndPoint.Parse(learner), _ => CoinTrainings.Define(), new WorkerOptions { Slots = 1 }, stop.Token);
        await Console.In.ReadToEndAsync();
        await stop.CancelAsync();
        await worker;
        return 0;
    }

    /// <summary>Stops the threads of the process (SIGSTOP), or continues them (SIGCONT).</summary>
    public void Pause(bool isPaused)
    {
        using Process kill = Process.Start("kill", [isPaused ? "-STOP" : "-CONT", $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Kills the process (SIGKILL).</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
