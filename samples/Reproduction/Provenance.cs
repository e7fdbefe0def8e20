using System.Reflection;
using System.Runtime.InteropServices;
using Masking.Training;
using TorchSharp;

namespace Masking.Samples.Reproduction;

/// <summary>The machine, date and duration of a training.</summary>
/// <param name="Machine">The machine and the versions of .NET and TorchSharp.</param>
/// <param name="Finished">The date on which the training was completed, in UTC.</param>
/// <param name="Seconds">The duration of the training in seconds.</param>
/// <param name="Parallelism">The number of trainings that ran at the same time.</param>
public sealed record Provenance(string Machine, DateOnly Finished, double Seconds, int Parallelism)
{
    private const string ProcessorInformation = "/proc/cpuinfo";

    /// <summary>Returns the provenance of a training that this process has just completed.</summary>
    /// <param name="progress">The state of the training. If this process only resumed it, the duration is extrapolated from the steps per
    /// second of this process.</param>
    /// <param name="parallelism">The number of trainings that run at the same time.</param>
    public static Provenance Capture(TrainingProgress progress, int parallelism)
    {
        ArgumentNullException.ThrowIfNull(progress);
        double stepsPerSecond = progress.Time.StepsPerSecond;
        return new Provenance(
            $"{Processor()}, {Environment.ProcessorCount} cores; {RuntimeInformation.FrameworkDescription}, "
                + $"TorchSharp {TorchSharpVersion()}",
            DateOnly.FromDateTime(DateTime.UtcNow),
            stepsPerSecond > 0 ? progress.EnvironmentSteps / stepsPerSecond : 0,
            parallelism);
    }

    private static string Processor()
    {
        string? line = File.Exists(ProcessorInformation)
            ? File.ReadLines(ProcessorInformation).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null
            ? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}"
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    /// <summary>The version of the TorchSharp package, without the commit hash.</summary>
    private static string TorchSharpVersion() =>
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "of unknown version";
}
