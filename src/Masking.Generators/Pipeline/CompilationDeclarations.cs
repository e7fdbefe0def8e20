using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Pipeline;

/// <summary>
/// Everything in a compilation that can change the meaning of a declaration. It excludes comments and the bodies of methods, so that two
/// compilations compare equal after most keystrokes.
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

    // IsEquivalentTo(topLevel: true) would miss changed constants in the initializers of fields.
    private static bool DeclareTheSame(SyntaxTree one, SyntaxTree other) => one == other
        || (HasWellFormedDeclarations(one)
            && HasWellFormedDeclarations(other)
            && SyntaxFactory.AreEquivalent(one.GetRoot(), other.GetRoot(), IsBody));

    /// <summary>
    /// Whether all syntax errors are within bodies. AreEquivalent ignores errors and skipped tokens, although an expression with an error
    /// has no constant value. Files with such errors therefore count as different.
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
