using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using VerifyTests;
using VerifyXunit;

namespace Masking.Generators.Tests;

/// <summary>
/// Compares what a generator emits with the files under <c>_snapshots</c>, through Verify. It replaces <c>Snapshot.cs</c> with
/// <c>-p:UseVerify=true</c>.
/// </summary>
internal static class Snapshot
{
    [ModuleInitializer]
    internal static void Initialize()
    {
        VerifySourceGenerators.Initialize();
        VerifierSettings.AddScrubber("cs", text =>
        {
            string scrubbed = ToolVersion.Scrub(text.ToString());
            text.Clear().Append(scrubbed);
        });
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") is "1" or "true")
        {
            VerifierSettings.AutoVerify();
        }
    }

    /// <summary>Compares every text of a run with its file.</summary>
    /// <param name="driver">The driver after the run.</param>
    /// <param name="file">The file of the test.</param>
    public static Task Verify(GeneratorDriver driver, [CallerFilePath] string file = "") =>
        Verifier.Verify(driver, sourceFile: file).UseDirectory("_snapshots").ToTask();
}
