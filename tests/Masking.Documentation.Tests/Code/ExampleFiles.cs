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
    public static (Compilation Compilation, Diagnostic[] Errors) Compile(params string[] symbols) =>
        Compile(OutputKind.DynamicallyLinkedLibrary, symbols, Files.Select(path => (path, Repository.Read(path))));

    /// <summary>Compiles a program that consists of one file.</summary>
    /// <param name="program">The text of the file.</param>
    /// <returns>The errors of the compiler and the generator.</returns>
    public static Diagnostic[] CompileProgram(string program) =>
        Compile(OutputKind.ConsoleApplication, [], [("Program.cs", program)]).Errors;

    private static (Compilation Compilation, Diagnostic[] Errors) Compile(
        OutputKind kind, string[] symbols, IEnumerable<(string Path, string Text)> files)
    {
        CSharpParseOptions options = new(LanguageVersion.CSharp14, preprocessorSymbols: symbols);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Examples",
            [
                .. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Path)),
                CSharpSyntaxTree.ParseText(Usings, options),
            ],
            References,
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new PolicyGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out var reported);
        IEnumerable<Diagnostic> diagnostics = generated.GetDiagnostics().Concat(reported);
        return (generated, [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)]);
    }
}
