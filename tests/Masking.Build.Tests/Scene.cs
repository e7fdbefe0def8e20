using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Masking.Build.Tests;

/// <summary>Runs the task on a temporary package cache, host library and application folder.</summary>
internal sealed class Scene : IDisposable
{
    public const string Unused = Relaxation.UnusedVersion;

    /// <summary>The path of TorchSharp's native library in the real package cache.</summary>
    public static string TorchSharpLibrary { get; } = Repository.Metadata("TorchSharpLibrary");

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

    /// <summary>Runs the task as in a new build, and returns the copies to deploy.</summary>
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
