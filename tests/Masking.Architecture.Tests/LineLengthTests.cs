using System.Reflection;

namespace Masking.Architecture.Tests;

/// <summary>Lines of C# fit next to each other on a screen.</summary>
public sealed class LineLengthTests
{
    private const int Limit = 140;

    [Fact]
    public void LinesOfCSharp_AreAtMost140CharactersLong()
    {
        string[] tooLong =
        [
            .. Sources().SelectMany(file => File.ReadLines(file).Select((line, i) => (Line: i + 1, line.Length))
                .Where(line => line.Length > Limit)
                .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line.Line} has {line.Length} characters")),
        ];
        Assert.True(tooLong.Length == 0, string.Join(Environment.NewLine, tooLong));
    }

    [Fact]
    public void Sources_AreFound() => Assert.Contains(Sources(), file => file.EndsWith("LineLengthTests.cs", StringComparison.Ordinal));

    private static IEnumerable<string> Sources() =>
        new[] { "src", "samples", "templates", "tests", "benchmarks" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !IsGenerated(Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar)));

    /// <summary>Build outputs, and the snapshots of generated code, whose lines follow the names in a declaration.</summary>
    private static bool IsGenerated(string[] path) => path.AsSpan().ContainsAny("bin", "obj", "_snapshots");
}
