using System.Diagnostics;
using System.Globalization;

namespace Masking.Training.Tests;

/// <summary>A training in a process of its own, which can be killed. It resumes the training in its folder.</summary>
internal sealed class KillableTraining : IDisposable
{
    /// <summary>The first argument of a process that trains instead of running tests.</summary>
    public const string Argument = "train";

    private const int Updates = 60;
    private const int UpdatesPerCheckpoint = 2;

    private readonly Process _process;

    private KillableTraining(Process process) => _process = process;

    /// <summary>Starts a process.</summary>
    /// <param name="kind">The kind of the trainer.</param>
    /// <param name="folder">The folder of the run.</param>
    public static KillableTraining Start(string kind, DirectoryInfo folder) => new(Process.Start(
        new ProcessStartInfo("dotnet", [typeof(KillableTraining).Assembly.Location, Argument, kind, folder.FullName])
        {
            RedirectStandardOutput = true,
        })!);

    /// <summary>Trains to the end in this process, and writes the number of each update.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string kind, string folder)
    {
        using ITrainer trainer = Trainers.CreateTrainer(kind);
        using RunFolder opened = RunFolder.Open(new DirectoryInfo(folder), trainer, [], resume: true);
        using RunRecorder recorder = new(opened, UpdatesPerCheckpoint);
        TrainingRun run = new(kind, trainer, recorder);
        while (trainer.Progress.Updates < Updates)
        {
            run.Update(CancellationToken.None);
            Console.WriteLine(trainer.Progress.Updates.ToString(CultureInfo.InvariantCulture));
        }

        recorder.SaveCheckpoint();
        return 0;
    }

    /// <summary>Waits until the process has made a number of updates, or has ended.</summary>
    public void WaitForUpdates(int count)
    {
        while (count-- > 0 && _process.StandardOutput.ReadLine() is not null)
        {
        }
    }

    /// <summary>Kills the process.</summary>
    /// <returns>False if it had ended before.</returns>
    public bool Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        return _process.ExitCode != 0;
    }

    /// <summary>Waits until the process ends.</summary>
    /// <returns>The exit code.</returns>
    public int WaitForExit()
    {
        WaitForUpdates(int.MaxValue);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Kills the process if it still runs.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
