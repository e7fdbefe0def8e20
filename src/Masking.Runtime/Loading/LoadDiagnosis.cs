namespace Masking.Loading;

/// <summary>Explains why TorchSharp does not load: the cause and the remedy.</summary>
internal static class LoadDiagnosis
{
    private const string Page = "See docs/loading.md, \"Errors while loading\".";

    /// <summary>
    /// The version that TorchSharp's native library requires but does not use. The build step of this library makes a copy without it.
    /// </summary>
    private const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>Returns the message of the exception.</summary>
    public static string Explain(LoadFailure failure) => $"TorchSharp cannot be loaded: {CauseAndRemedy(failure)} {Page}";

    private static string CauseAndRemedy(LoadFailure failure)
    {
        if (NativePlatform.Supported.FirstOrDefault(each => each.Name == failure.Platform) is not { } platform)
        {
            return UnsupportedPlatform(failure.Platform);
        }

        string[] reasons = [.. LoaderMessage.ReasonsOf(failure.Libtorch).Union(LoaderMessage.ReasonsOf(failure.TorchSharp))];
        MissingVersion[] versions = [.. reasons.Select(MissingVersion.TryParse).OfType<MissingVersion>()];
        bool hasTorchSharp = platform.HasTorchSharp(failure.Files);
        bool hasLibtorch = failure.Libtorch is null || platform.HasLibtorch(failure.Files);
        return versions.Length > 0 ? MissingVersions(versions)
            : !hasTorchSharp && !hasLibtorch && failure.Files is [string foreign, ..] ? WrongPlatform(platform, foreign)
            : !hasLibtorch ? MissingPackage(failure, platform)
            : !hasTorchSharp && reasons.Length == 0 ? MissingFile(failure, platform)
            : NotLoaded(failure, platform, reasons);
    }

    private static string UnsupportedPlatform(string platform) =>
        $"expected a platform for which it has native libraries ({string.Join(", ", NativePlatform.Supported.Select(each => each.Name))}), "
        + $"got {platform}. Run the application as a process of one of these platforms.";

    private static string MissingVersions(MissingVersion[] versions)
    {
        MissingVersion named = versions.FirstOrDefault(each => each.Version != UnusedVersion) ?? versions[0];
        string remedy = named.Version == UnusedVersion
            ? "The library does not use this version, and a build on a host like this one makes a copy that loads without it: build the "
                + "application here, and do not set MaskingRelaxTorchSharp to false."
            : "The library uses this version: run the application on a newer Linux.";
        return $"expected {named.Version} in '{named.Library}', because '{named.RequiredBy}' requires it, got an older library. {remedy}";
    }

    private static string WrongPlatform(NativePlatform platform, string foreign) =>
        $"expected native libraries for {platform.Name}, the platform of this process, got those for another platform "
        + $"('{foreign}'). Build the application for this platform, for example with 'dotnet publish --runtime {platform.Name}'.";

    private static string MissingPackage(LoadFailure failure, NativePlatform platform)
    {
        // TorchSharp-cpu has the version of TorchSharp; packages of libtorch have versions of their own.
        string version = platform.Package == "TorchSharp-cpu" ? $" --version {failure.Version}" : "";
        string cuda = platform.CudaPackage is { } package ? $", or reference {package} for CUDA" : "";
        return $"expected libtorch ({platform.LibtorchFile}) in '{failure.Folder}', got no such file. Add the package that contains it to "
            + $"the project of the application with 'dotnet add package {platform.Package}{version}'{cuda}. If the project references it "
            + "already, copy the whole output folder to where the application runs.";
    }

    private static string MissingFile(LoadFailure failure, NativePlatform platform) =>
        $"expected {platform.TorchSharpFile} in '{failure.Folder}', got no such file. The package TorchSharp contains it: copy the whole "
        + "output folder to where the application runs.";

    private static string NotLoaded(LoadFailure failure, NativePlatform platform, string[] reasons)
    {
        string reason = reasons.Length > 0 ? string.Join("; ", reasons) : LoaderMessage.FirstLine(failure.TorchSharp);
        string remedy = platform.Name.StartsWith("win", StringComparison.Ordinal)
            ? "Install the Microsoft Visual C++ Redistributable, which libtorch needs."
            : "Install the library, or replace the file, that the error names.";
        return $"expected native libraries that load, got the error \"{reason}\". {remedy}";
    }
}
