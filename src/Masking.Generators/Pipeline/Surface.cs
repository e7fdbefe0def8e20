using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators;

/// <summary>
/// All of a compilation that decides what a declaration means. Comments and the bodies of methods are no part of it, so that most keystrokes leave it equal.
/// </summary>
internal sealed class Surface(CSharpCompilation compilation) : IEquatable<Surface>
{
    private readonly string? _assembly = compilation.AssemblyName;
    private readonly CSharpCompilationOptions _options = compilation.Options;
    private readonly ImmutableArray<MetadataReference> _references = compilation.ExternalReferences;
    private readonly ImmutableArray<SyntaxTree> _files = compilation.SyntaxTrees;

    public bool Equals(Surface? other) => ReferenceEquals(this, other) || (other is not null
        && _assembly == other._assembly
        && _options.Equals(other._options)
        && _references.SequenceEqual(other._references)
        && _files.SequenceEqual(other._files, DeclareTheSame));

    public override bool Equals(object? obj) => Equals(obj as Surface);

    public override int GetHashCode() => (_assembly, _references.Length, _files.Length).GetHashCode();

    // Not IsEquivalentTo(topLevel: true), which does not see a constant change behind a field that has an initializer.
    private static bool DeclareTheSame(SyntaxTree one, SyntaxTree other) =>
        one == other || SyntaxFactory.AreEquivalent(one.GetRoot(), other.GetRoot(), IsBody);

    private static bool IsBody(SyntaxKind kind) => kind is SyntaxKind.Block or SyntaxKind.ArrowExpressionClause;
}
