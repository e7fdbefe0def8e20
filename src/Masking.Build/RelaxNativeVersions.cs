using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = Microsoft.Build.Utilities.Task;

namespace Masking.Build;

/// <summary>
/// Lets native libraries load on a host whose <c>libstdc++</c> lacks the one version that they ask for and never use.
/// </summary>
/// <remarks>
/// The libraries themselves are only read. For each that needs it a copy is written in which that version is weak, and the copy is to
/// be deployed in its place. Where nothing is missing, nothing is written. Where more is missing, the library could not work and is left as
/// it is, with a warning.
/// </remarks>
public sealed class RelaxNativeVersions : Task
{
    /// <summary>The libraries to look at.</summary>
    [Required]
    public ITaskItem[] Libraries { get; set; } = [];

    /// <summary>The folder for the copies.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>The <c>libstdc++.so.6</c> to compare with. Empty: the one that this host's loader finds.</summary>
    public string HostLibraryPath { get; set; } = "";

    /// <summary>The copies, with the metadata of the libraries whose place they take; <c>RelaxedFrom</c> says which those are.</summary>
    [Output]
    public ITaskItem[] Relaxed { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        List<ITaskItem> relaxed = [];
        foreach (ITaskItem library in Libraries)
        {
            try
            {
                if (Relax(library.ItemSpec) is { } copy)
                {
                    TaskItem item = new(copy);
                    library.CopyMetadataTo(item);
                    item.SetMetadata("RelaxedFrom", library.ItemSpec);
                    relaxed.Add(item);
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
                    $"Its symbol versions could not be checked. {error.Message}"
                );
            }
        }

        Relaxed = [.. relaxed];
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
            Log.LogMessage(MessageImportance.Low, $"No {Relaxation.Library} was found on this host; '{path}' stays as it is.");
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
                $"The library will not load here: '{host.Path}' lacks {missing}, which it may use. A newer libstdc++ is needed."
            );
        }

        return relaxation.Mendable is { } need ? Copy(library, need, host) : null;
    }

    private string Copy(ElfFile library, VersionNeed need, ElfFile host)
    {
        string name = Path.GetFileName(library.Path);
        string copy = Path.Combine(OutputFolder, name);
        bool written = RelaxedCopy.Write(library, need, copy);
        Log.LogMessage(
            written ? MessageImportance.High : MessageImportance.Low,
            $"{name} asks for {need.Version}, which '{host.Path}' lacks and which nothing in it uses. The application gets a copy that loads without it ('{copy}'); the package is unchanged. MaskingRelaxTorchSharp=false switches this off."
        );
        return copy;
    }
}
