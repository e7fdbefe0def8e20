using System.Collections.Immutable;
using Masking.Generators.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Masking.Generators.Tests;

/// <summary>Runs the analyzers.</summary>
internal static class Analyze
{
    /// <summary>All analyzers of the assembly.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(PolicyAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>All rules of the analyzers.</summary>
    public static IEnumerable<DiagnosticDescriptor> Rules => Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics);

    /// <summary>What the analyzers report, and is not suppressed, in the order of the source.</summary>
    public static Diagnostic[] Diagnostics(Compilation compilation) => [.. WithCompiler(compilation).Where(IsOurs)];

    /// <summary>Whether a diagnostic is of one of the analyzers.</summary>
    public static bool IsOurs(Diagnostic diagnostic) => diagnostic.Id.StartsWith("MASK", StringComparison.Ordinal);

    /// <summary>What the analyzers and the compiler report in one pass, and is not suppressed, in the order of the source.</summary>
    public static Diagnostic[] WithCompiler(Compilation compilation) => InOrder(WithAnalyzers(compilation)
        .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult());

    /// <summary>What the analyzers report, without compiling the bodies of methods.</summary>
    public static Diagnostic[] WithoutCompiler(Compilation compilation) => InOrder(WithAnalyzers(compilation)
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult());

    private static CompilationWithAnalyzers WithAnalyzers(Compilation compilation) => compilation.WithAnalyzers(
        Analyzers,
        new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: null,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false));

    private static Diagnostic[] InOrder(ImmutableArray<Diagnostic> diagnostics)
    {
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");
        return
        [
            .. diagnostics
                .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start),
        ];
    }
}
