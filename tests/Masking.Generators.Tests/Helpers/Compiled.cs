using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>A run of the generator, and the compilation with what it wrote.</summary>
internal sealed record Compiled(GeneratorDriver Driver, CSharpCompilation After, IReadOnlyList<GeneratedSourceResult> Texts)
{
    private readonly Lazy<Diagnostic[]> _diagnostics = new(() => Analyze.WithCompiler(After));

    /// <summary>The one generated text.</summary>
    public string Text => Assert.Single(Texts).SourceText.ToString();

    /// <summary>Whether the project references Masking.Player.</summary>
    public bool HasPlayer => After.GetTypeByMetadataName("Masking.CompilerServices.PlayerSession") is not null;

    /// <summary>The names of the generated files, in order.</summary>
    public string[] HintNames => [.. Texts.Select(text => text.HintName).Order(StringComparer.Ordinal)];

    /// <summary>
    /// What the compiler says against declared and generated code, warnings included. That the declarations of a test are not documented
    /// (CS1591) is no problem; that a generated member is not, is one.
    /// </summary>
    public Diagnostic[] Problems() =>
    [
        .. _diagnostics.Value
            .Where(diagnostic => !Analyze.IsOurs(diagnostic))
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Where(diagnostic => diagnostic.Id != "CS1591" || IsGenerated(diagnostic.Location)),
    ];

    /// <summary>What the analyzer says against the declarations, where it sees the generated code too.</summary>
    public Diagnostic[] Reported() => [.. _diagnostics.Value.Where(Analyze.IsOurs)];

    /// <summary>A declared or generated type by its metadata name.</summary>
    public INamedTypeSymbol Type(string metadataName)
    {
        INamedTypeSymbol? type = After.GetTypeByMetadataName(metadataName);
        Assert.NotNull(type);
        return type;
    }

    private static bool IsGenerated(Location location) => location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;
}
