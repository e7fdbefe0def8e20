using System.IO.Compression;
using System.Text.Json;

namespace Masking.Samples.MicroRts.Tests.Replay;

/// <summary>A game that was recorded from the original engine: a header, and a line for the state before each cycle.</summary>
internal sealed record RecordedGame(string Name, JsonElement Header, IReadOnlyList<JsonElement> Lines)
{
    private const string Extension = ".jsonl.gz";

    /// <summary>The recorded games next to the tests.</summary>
    public static string Copy { get; } = Path.Combine(AppContext.BaseDirectory, "microrts");

    /// <summary>The folder in the environment variable MASKING_MICRORTS, or the copy next to the tests.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("MASKING_MICRORTS") is { Length: > 0 } named ? named : Copy;

    /// <summary>The names of all games in the folder.</summary>
    public static string[] Names { get; } =
    [
        .. Directory.EnumerateFiles(Folder, $"*{Extension}")
            .Select(path => Path.GetFileName(path)[..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a game.</summary>
    public static RecordedGame Read(string name)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(Path.Combine(Folder, name + Extension)), CompressionMode.Decompress));
        List<JsonElement> lines = [];
        while (reader.ReadLine() is { } line)
        {
            lines.Add(JsonElement.Parse(line));
        }

        return new RecordedGame(name, lines[0], lines[1..]);
    }
}
