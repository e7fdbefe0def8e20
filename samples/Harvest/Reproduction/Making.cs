using System.Reflection;
using System.Runtime.InteropServices;
using Masking.Samples.Training;
using TorchSharp;

namespace Masking.Samples.Harvest;

/// <summary>What a result was made with.</summary>
/// <param name="Machine">The machine and its software.</param>
/// <param name="Finished">The day on which it was finished, in universal time.</param>
/// <param name="Seconds">How long the training took.</param>
/// <param name="AtOnce">The trainings that ran at the same time.</param>
public sealed record Making(string Machine, DateOnly Finished, double Seconds, int AtOnce)
{
    private const string ProcessorInformation = "/proc/cpuinfo";

    /// <summary>Here and now.</summary>
    /// <param name="progress">Of a training that has just been finished; where this process has only gone on with it, the time before is
    /// taken to have passed at the same pace.</param>
    /// <param name="atOnce">The trainings that run at the same time.</param>
    public static Making Now(TrainingProgress progress, int atOnce)
    {
        ArgumentNullException.ThrowIfNull(progress);
        double pace = progress.Pace.StepsPerSecond;
        return new Making(
            $"{Processor()}, {Environment.ProcessorCount} cores; {RuntimeInformation.FrameworkDescription}, TorchSharp {TorchSharpVersion()}",
            DateOnly.FromDateTime(DateTime.UtcNow),
            pace > 0 ? progress.EnvironmentSteps / pace : 0,
            atOnce);
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

    /// <summary>The version of the package, without the commit that it was built from.</summary>
    private static string TorchSharpVersion() =>
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "of unknown version";
}
