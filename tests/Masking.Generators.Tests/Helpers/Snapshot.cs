using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Tests;

/// <summary>
/// Compares what a generator emits with the files checked in under <c>_snapshots</c>, where Verify is not available.
/// </summary>
/// <remarks>
/// Names and bytes are those of Verify.SourceGenerators: <c>Class.Method#Hint.g.verified.cs</c>, UTF-8 with a byte order
/// mark, line feeds, no added final newline, and a first line of <c>//HintName: …</c>. Set <c>UPDATE_SNAPSHOTS=1</c> to accept what the
/// generator emits.
/// </remarks>
internal static class Snapshot
{
    private static readonly UTF8Encoding Utf8WithMark = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
    private static readonly bool Accept = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") is "1" or "true";

    /// <summary>Compares every text of a run with its file.</summary>
    /// <param name="driver">The driver after the run.</param>
    public static Task Verify(GeneratorDriver driver)
    {
        GeneratorDriverRunResult run = driver.GetRunResult();
        foreach (GeneratorRunResult result in run.Results)
        {
            Assert.Null(result.Exception);
        }

        Assert.Empty(run.Diagnostics); // rules are the analyzers' to report, so there is never a .verified.txt

        string prefix = $"{TestContext.Current.TestClass!.TestClassSimpleName}.{TestContext.Current.TestMethod!.MethodName}#";
        Dictionary<string, string> received = run.Results
            .SelectMany(result => result.GeneratedSources)
            .ToDictionary(
                source => prefix + Path.GetFileNameWithoutExtension(source.SyntaxTree.FilePath),
                source => ToolVersion.Scrub($"//HintName: {source.HintName}\n{source.SourceText}".Replace("\r\n", "\n")));

        Directory.CreateDirectory(SnapshotFiles.Folder);
        List<string> failures = [];
        foreach (string stale in SnapshotFiles.Beginning(prefix).Where(file => !received.ContainsKey(SnapshotFiles.NameOf(file))))
        {
            if (Accept)
            {
                File.Delete(stale);
            }
            else
            {
                failures.Add($"{Path.GetFileName(stale)} is no longer generated.");
            }
        }

        foreach ((string name, string text) in received)
        {
            string verifiedPath = Path.Join(SnapshotFiles.Folder, name + ".verified.cs");
            string receivedPath = Path.Join(SnapshotFiles.Folder, name + ".received.cs");
            string? verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath).Replace("\r\n", "\n") : null;
            File.Delete(receivedPath);
            if (verified == text)
            {
                continue;
            }

            File.WriteAllText(Accept ? verifiedPath : receivedPath, text, Utf8WithMark);
            if (!Accept)
            {
                failures.Add(
                    verified is null ? $"{name}.verified.cs does not exist yet." : $"{name}.verified.cs differs:\n{Diff(verified, text)}"
                );
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures) + "\nSet UPDATE_SNAPSHOTS=1 to accept.");
        return Task.CompletedTask;
    }

    private static string Diff(string verified, string received)
    {
        List<DiffPiece> lines = InlineDiffBuilder.Diff(verified, received).Lines;
        HashSet<int> shown =
        [
            .. Enumerable
                .Range(0, lines.Count)
                .Where(i => lines[i].Type != ChangeType.Unchanged)
                .SelectMany(i => Enumerable.Range(i - 1, 3)),
        ];
        return string.Join(
            "\n",
            lines
                .Select((line, i) => (line, i))
                .Where(x => shown.Contains(x.i))
                .Select(x => $"  {x.line.Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' }} {x.line.Text}")
        );
    }
}
