namespace Masking.Runtime.Tests.Golden;

internal static class GoldenFolder
{
    /// <summary>The folder in the environment variable MASKING_GOLDEN, or the copy next to the tests.</summary>
    public static string Location { get; } = Environment.GetEnvironmentVariable("MASKING_GOLDEN") is { Length: > 0 } named
        ? named
        : Path.Combine(AppContext.BaseDirectory, "golden");

    public static string[] Files() =>
        [
            .. Directory
                .EnumerateFiles(Location, "*.json")
                .Select(path => Path.GetFileNameWithoutExtension(path))
                .Order(StringComparer.Ordinal),
        ];
}
