using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = Microsoft.Build.Utilities.Task;

namespace Masking.Build;

/// <summary>
/// Lets native libraries load on a host whose <c>libstdc++</c> lacks a version that they require but do not use.
/// </summary>
/// <remarks>
/// The libraries are not modified. If only the unused version is missing, the task writes a copy in which this version is weak, and which
/// is deployed instead of the library. If no version is missing, the task does nothing. If other versions are missing, the library cannot
/// work on the host; the task reports a warning and writes no copy.
/// </remarks>
public sealed class RelaxNativeVersions : Task
{
    /// <summary>The libraries to check.</summary>
    [Required]
    public ITaskItem[] Libraries { get; set; } = [];

    /// <summary>The folder for the copies.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>
    /// The path of the <c>libstdc++.so.6</c> to compare with. If it is empty, the task uses the one that the loader of this host finds.
    /// </summary>
    public string HostLibraryPath { get; set; } = "";

    /// <summary>
    /// The copies. Each has the metadata of its library, and the path of the library in the metadata <c>RelaxedFrom</c>.
    /// </summary>
    [Output]
    public ITaskItem[] Relaxed { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        List<ITaskItem> copies = [];
        foreach (ITaskItem library in Libraries)
        {
            try
            {
                if (Relax(library.ItemSpec) is { } copy)
                {
                    TaskItem item = new(copy);
                    library.CopyMetadataTo(item);
                    item.SetMetadata("RelaxedFrom", library.ItemSpec);
                    copies.Add(item);
                }
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                Log.LogError(
                    null,
                    "MASKB002",
                    null,
                    library.ItemSpec,
                    0,
                    0,
                    0,
                    0,
                    $"The symbol versions of the library could not be checked. {error.Message}"
                );
            }
        }

        Relaxed = [.. copies];
        return !Log.HasLoggedErrors;
    }

    private string? Relax(string path)
    {
        ElfFile library = ElfFile.Read(path);
        ElfFile? host = HostLibraryPath.Length > 0
            ? ElfFile.Read(HostLibraryPath)
            : HostLibrary.Find(Relaxation.Library, library.Machine, HostLibrary.Folders(Relaxation.Library));

        if (host is null)
        {
            Log.LogMessage(MessageImportance.Low, $"No {Relaxation.Library} was found on this host; '{path}' is not changed.");
            return null;
        }

        Relaxation relaxation = Relaxation.Plan(library, host);
        if (relaxation.Missing.Count > 0)
        {
            string missing = string.Join(", ", relaxation.Missing);
            Log.LogWarning(
                null,
                "MASKB001",
                null,
                path,
                0,
                0,
                0,
                0,
                $"The library will not load on this host: '{host.Path}' lacks {missing}, which the library may use. "
                    + "Install a newer libstdc++."
            );
        }

        return relaxation.EntryToWeaken is { } versionNeed ? Copy(library, versionNeed, host) : null;
    }

    private string Copy(ElfFile library, VersionNeed versionNeed, ElfFile host)
    {
        string name = Path.GetFileName(library.Path);
        string copy = Path.Combine(OutputFolder, name);
        bool written = RelaxedCopy.Write(library, versionNeed, copy);
        Log.LogMessage(
            written ? MessageImportance.High : MessageImportance.Low,
            $"{name} requires {versionNeed.Version}, which it does not use and '{host.Path}' lacks. The application gets a copy that loads "
                + $"without this version ('{copy}'); the package is not modified. Set MaskingRelaxTorchSharp=false to disable the copy."
        );
        return copy;
    }
}
