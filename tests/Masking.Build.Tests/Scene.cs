using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Masking.Build.Tests;

/// <summary>A package cache, a host and an application's folder, and the task run on them.</summary>
internal sealed class Scene : IDisposable
{
    public const string Unused = Relaxation.UnusedVersion;

    /// <summary>TorchSharp's own library in the real package cache.</summary>
    public static string TorchSharpLibrary { get; } = typeof(Scene).Assembly
        .GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), inherit: false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "TorchSharpLibrary").Value!;

    public TemporaryFolder Folder { get; } = new();

    public RecordingBuildEngine Build { get; private set; } = new();

    public string Library => Folder["cache/lib.so"];

    public string Host => Folder["host/libstdc++.so.6"];

    public string Copy => Folder["application/lib.so"];

    public static Scene With(byte[] library, byte[] host)
    {
        Scene scene = new();
        scene.Folder.Write("cache/lib.so", library);
        scene.Folder.Write("host/libstdc++.so.6", host);
        return scene;
    }

    /// <summary>Runs the task as a new build would, and gives the copies that it wants deployed.</summary>
    public ITaskItem[] Relax() => Relax(new TaskItem(Library));

    public ITaskItem[] Relax(ITaskItem library)
    {
        Build = new();
        RelaxNativeVersions task = new()
        {
            BuildEngine = Build,
            Libraries = [library],
            HostLibraryPath = Host,
            OutputFolder = Folder["application"],
        };

        Assert.Equal(task.Execute(), Build.Errors.Count == 0);
        return task.Relaxed;
    }

    public void Dispose() => Folder.Dispose();
}
