using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Pipeline;

/// <summary>
/// All of a compilation that decides what a declaration means. Comments and the bodies of methods are no part of it, so that most
/// keystrokes leave it equal.
/// </summary>
internal sealed class CompilationDeclarations(CSharpCompilation compilation) : IEquatable<CompilationDeclarations>
{
    private readonly string? _assembly = compilation.AssemblyName;
    private readonly CSharpCompilationOptions _options = compilation.Options;
    private readonly ImmutableArray<MetadataReference> _references = compilation.ExternalReferences;
    private readonly ImmutableArray<SyntaxTree> _files = compilation.SyntaxTrees;

    public bool Equals(CompilationDeclarations? other) => ReferenceEquals(this, other) || (other is not null
        && _assembly == other._assembly
        && _options.Equals(other._options)
        && _references.SequenceEqual(other._references)
        && _files.SequenceEqual(other._files, DeclareTheSame));

    public override bool Equals(object? obj) => Equals(obj as CompilationDeclarations);

    public override int GetHashCode() => (_assembly, _references.Length, _files.Length).GetHashCode();

    // Not IsEquivalentTo(topLevel: true), which does not see a constant change behind a field that has an initializer.
    private static bool DeclareTheSame(SyntaxTree one, SyntaxTree other) => one == other
        || (HasWellFormedDeclarations(one)
            && HasWellFormedDeclarations(other)
            && SyntaxFactory.AreEquivalent(one.GetRoot(), other.GetRoot(), IsBody));

    /// <summary>
    /// Whether no syntax error lies outside of bodies. AreEquivalent ignores errors and the tokens that the parser skipped, but an
    /// expression with an error has no constant value, so files that look the same declare different things.
    /// </summary>
    private static bool HasWellFormedDeclarations(SyntaxTree file)
    {
        SyntaxNode root = file.GetRoot();
        return !root.ContainsDiagnostics
            || file.GetDiagnostics()
                .All(error => root.FindNode(error.Location.SourceSpan, findInsideTrivia: false).AncestorsAndSelf()
                .Any(node => IsBody(node.Kind())));
    }

    private static bool IsBody(SyntaxKind kind) => kind is SyntaxKind.Block or SyntaxKind.ArrowExpressionClause;
}
