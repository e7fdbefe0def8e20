using Basic.Reference.Assemblies;
using Masking.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>Runs the generator over sources and compiles what it writes together with them.</summary>
internal static class Compile
{
    /// <summary>The generator itself is broken, or has thrown.</summary>
    private static readonly string[] GeneratorFailures = ["CS8784", "CS8785"];

    private static readonly MetadataReference[] References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(MaskedPolicyAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Training.Adam).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
    ];

    private static readonly MetadataReference[] PlayerReferences =
    [
        MetadataReference.CreateFromFile(typeof(PlayerSession).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.ML.OnnxRuntime.SessionOptions).Assembly.Location),
    ];

    private static readonly CSharpCompilationOptions Library = new CSharpCompilationOptions(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        allowUnsafe: true,
        warningLevel: 9999,
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]
    ); // as every project of the SDK does: TorchSharp is built against .NET 8

    private static readonly CSharpParseOptions CSharp14 = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    /// <summary>
    /// Sources that must be valid: neither they nor what is generated for them has an error, a warning or a diagnostic of ours.
    /// </summary>
    public static Compiled Valid(params string[] sources) => Valid(Source(sources));

    /// <inheritdoc cref="Valid(string[])"/>
    public static Compiled Valid(CSharpCompilation source)
    {
        Compiled compiled = Run(source);
        Assert.NotEmpty(compiled.Texts);
        Assert.Empty(compiled.Problems());
        Assert.Empty(compiled.Reported());
        return compiled;
    }

    /// <summary>The same source in a project that references Masking.Player.</summary>
    public static CSharpCompilation WithPlayer(CSharpCompilation source) => source.AddReferences(PlayerReferences);

    /// <inheritdoc cref="WithPlayer(CSharpCompilation)"/>
    public static CSharpCompilation WithPlayer(params string[] sources) => WithPlayer(Source(sources));

    /// <summary>Sources that may be invalid.</summary>
    public static Compiled Run(params string[] sources) => Run(Source(sources));

    /// <inheritdoc cref="Run(string[])"/>
    public static Compiled Run(CSharpCompilation source) => Run(source, Driver(source));

    /// <summary>Runs a driver that may have run before.</summary>
    public static Compiled Run(CSharpCompilation source, GeneratorDriver driver)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(
            source,
            out Compilation after,
            out var diagnostics,
            TestContext.Current.CancellationToken
        );
        Assert.DoesNotContain(diagnostics, diagnostic => GeneratorFailures.Contains(diagnostic.Id));
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics); // in an editor, rules are the analyzer's to report
        return new Compiled(driver, (CSharpCompilation)after, [.. result.GeneratedSources]);
    }

    /// <summary>The generator as an editor runs it, with its steps tracked.</summary>
    public static GeneratorDriver Driver(CSharpCompilation source) => CSharpGeneratorDriver.Create(
        [new PolicyGenerator().AsSourceGenerator()],
        parseOptions: (CSharpParseOptions)source.SyntaxTrees[0].Options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.Implementation, trackIncrementalGeneratorSteps: true));

    /// <summary>What the generator reports in a build, in the order of the source.</summary>
    public static Diagnostic[] ReportedByGenerator(CSharpCompilation source)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new PolicyGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)source.SyntaxTrees[0].Options);
        GeneratorRunResult result = Assert.Single(driver.RunGenerators(source, TestContext.Current.CancellationToken).GetRunResult()
            .Results);
        Assert.Null(result.Exception);
        return [.. result.Diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>Sources as they come from a project with <c>&lt;Using Include="Masking"/&gt;</c>.</summary>
    public static CSharpCompilation Source(params string[] sources) => Source(CSharp14, sources);

    /// <inheritdoc cref="Source(string[])"/>
    public static CSharpCompilation Source(LanguageVersion version, params string[] sources) =>
        Source(CSharp14.WithLanguageVersion(version), sources);

    /// <summary>Sources in which symbols are defined for <c>#if</c>.</summary>
    public static CSharpCompilation SourceWith(string[] symbols, params string[] sources) =>
        Source(CSharp14.WithPreprocessorSymbols(symbols), sources);

    private static CSharpCompilation Source(CSharpParseOptions options, string[] sources) =>
        CSharpCompilation.Create(
            "Declared",
            [
                .. sources.Select(
                    (text, i) =>
                        CSharpSyntaxTree.ParseText(
                            text,
                            options,
                            $"Declared{i}.cs",
                            cancellationToken: TestContext.Current.CancellationToken
                        )
                ),
                CSharpSyntaxTree.ParseText(
                    "global using Masking;",
                    options,
                    "GlobalUsings.cs",
                    cancellationToken: TestContext.Current.CancellationToken
                ),
            ],
            References,
            Library
        );
}
