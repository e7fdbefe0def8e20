using System.Collections.Immutable;
using Masking.Generators.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Masking.Generators.Tests;

/// <summary>Runs the analyzer.</summary>
internal static class Analyze
{
    /// <summary>What the analyzer reports, and is not suppressed, in the order of the source.</summary>
    public static Diagnostic[] Diagnostics(Compilation compilation) => [.. WithCompiler(compilation).Where(IsOurs)];

    /// <summary>Whether a diagnostic is the analyzer's.</summary>
    public static bool IsOurs(Diagnostic diagnostic) => diagnostic.Id.StartsWith("MASK", StringComparison.Ordinal);

    /// <summary>What the analyzer and the compiler report in one pass, and is not suppressed, in the order of the source.</summary>
    public static Diagnostic[] WithCompiler(Compilation compilation)
    {
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]),
            onAnalyzerException: null,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false);
        ImmutableArray<Diagnostic> diagnostics = compilation
            .WithAnalyzers([new PolicyAnalyzer()], options)
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");
        return
        [
            .. diagnostics
                .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start),
        ];
    }
}
