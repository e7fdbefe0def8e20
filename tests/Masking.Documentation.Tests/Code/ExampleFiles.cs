using Masking.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Documentation.Tests;

/// <summary>The files under <c>Examples</c>, which the project compiles.</summary>
internal static class ExampleFiles
{
    /// <summary>Their folder.</summary>
    public const string Folder = "tests/Masking.Documentation.Tests/Examples";

    /// <summary>The usings that the SDK and the project add to every file.</summary>
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Xunit;
        """;

    /// <summary>The assemblies of this process, except this one, which contains the examples.</summary>
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path != typeof(ExampleFiles).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The paths of the files.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Repository.Files(".cs", Folder)];

    /// <summary>The examples with errors.</summary>
    public static IReadOnlyList<ErrorExample> WithErrors { get; } =
        [.. Files.SelectMany(path => ErrorExample.Find(path, Repository.Read(path)))];

    /// <summary>Compiles the files with what the generator writes.</summary>
    /// <param name="symbols">The symbols that are defined.</param>
    /// <returns>The compilation, and the errors of the compiler and the generator.</returns>
    public static (Compilation Compilation, Diagnostic[] Errors) Compile(params string[] symbols)
    {
        CSharpParseOptions options = new(LanguageVersion.CSharp14, preprocessorSymbols: symbols);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Examples",
            [
                .. Files.Select(path => CSharpSyntaxTree.ParseText(Repository.Read(path), options, path)),
                CSharpSyntaxTree.ParseText(Usings, options),
            ],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new PolicyGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out var reported);
        IEnumerable<Diagnostic> diagnostics = generated.GetDiagnostics().Concat(reported);
        return (generated, [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)]);
    }
}
