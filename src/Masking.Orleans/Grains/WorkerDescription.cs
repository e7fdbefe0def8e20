using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Masking.Training;

namespace Masking.Orleans;

/// <summary>A worker that is ready to run shards.</summary>
/// <param name="Id">The identity of the worker process.</param>
/// <param name="Name">The name of its machine and the number of its process, for messages.</param>
/// <param name="Run">The run that it was created for.</param>
/// <param name="Training">Its training, which must be that of the learner.</param>
/// <param name="Processor">The architecture and the vectors of its processor.</param>
/// <param name="Build">The identity of the build of its program.</param>
[GenerateSerializer, Immutable, Alias("masking.WorkerDescription")]
internal sealed record WorkerDescription(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Run,
    [property: Id(3)] TrainingDescription Training,
    [property: Id(4)] string Processor,
    [property: Id(5)] string Build)
{
    /// <summary>The architecture of this processor, and the width of its vectors.</summary>
    public static string ThisProcessor { get; } =
        $"{RuntimeInformation.ProcessArchitecture}, vectors of "
        + $"{(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits";

    /// <summary>The identity of the build of the program of this process.</summary>
    public static string ThisBuild { get; } =
        Assembly.GetEntryAssembly() is { } program ? $"{program.GetName().Name} {program.ManifestModule.ModuleVersionId}" : "unknown";

    /// <summary>Describes this process.</summary>
    /// <param name="run">The run that it takes part in.</param>
    /// <param name="training">Its training.</param>
    /// <param name="settings">The settings of its connection.</param>
    public static WorkerDescription OfThisProcess(string run, IShardedTraining training, ClusterSettings settings) => new(
        Guid.NewGuid(),
        $"{Environment.MachineName}/{Environment.ProcessId}",
        run,
        TrainingDescription.Of(training, settings),
        ThisProcessor,
        ThisBuild);
}
