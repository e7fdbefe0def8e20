using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Pipeline;

/// <summary>
/// Everything in a compilation that can change the meaning of a declaration. It excludes comments and code, so that two compilations
/// compare equal after most keystrokes.
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

    private static bool DeclareTheSame(SyntaxTree one, SyntaxTree other) => one == other
        || (HasWellFormedDeclarations(one)
            && HasWellFormedDeclarations(other)
            && DeclareTheSame(one.GetRoot(), other.GetRoot())
            && NamesIn(one).SequenceEqual(NamesIn(other)));

    /// <summary>The names that the statements of a program declare. They hide constants of the same name in the whole project.</summary>
    private static IEnumerable<string> NamesIn(SyntaxTree file) => ((CompilationUnitSyntax)file.GetRoot()).Members
        .OfType<GlobalStatementSyntax>()
        .SelectMany(statement => statement.DescendantNodes())
        .Select(node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            _ => null,
        })
        .OfType<string>();

    /// <summary>
    /// Whether two parts of files differ at most in code. <see cref="SyntaxFactory"/> compares nodes too, but selects them by kind, which
    /// does not tell the initializer of a constant from others.
    /// </summary>
    private static bool DeclareTheSame(SyntaxNodeOrToken one, SyntaxNodeOrToken other) =>
        (one.AsNode(), other.AsNode()) is ({ } node, { } another)
            ? node.IsIncrementallyIdenticalTo(another)
                || (node.IsKind(another.Kind()) && (IsCode(node) || Parts(node).SequenceEqual(Parts(another), DeclareTheSame)))
            : one.IsToken && other.IsToken && SyntaxFactory.AreEquivalent(one.AsToken(), other.AsToken());

    /// <summary>The parts of a node. The statements of a program count once, because only their presence declares a class.</summary>
    private static ImmutableArray<SyntaxNodeOrToken> Parts(SyntaxNode node)
    {
        ChildSyntaxList parts = node.ChildNodesAndTokens();
        return [.. parts.Where((part, i) => i == 0 || !IsStatement(part) || !IsStatement(parts[i - 1]))];
    }

    private static bool IsStatement(SyntaxNodeOrToken part) => part.IsKind(SyntaxKind.GlobalStatement);

    /// <summary>
    /// Whether all syntax errors are within code. The comparison ignores errors and skipped tokens, although an expression with an error
    /// has no constant value. Files with such errors therefore count as different.
    /// </summary>
    private static bool HasWellFormedDeclarations(SyntaxTree file)
    {
        SyntaxNode root = file.GetRoot();
        return !root.ContainsDiagnostics || ErrorsIn(root) == root
            .DescendantNodes(node => node.ContainsDiagnostics && !IsCode(node)).Where(IsCode).Sum(ErrorsIn);
    }

    private static int ErrorsIn(SyntaxNode node) => node.GetDiagnostics().Count();

    /// <summary>
    /// Whether a node is code that runs, and cannot change the meaning of a declaration: a body, a statement of a program, or the
    /// initializer of a field, property or event. Initializers of constants, enum values and parameters are values of declarations. A
    /// policy reads its own initializers, and is parsed again after every edit in its files.
    /// </summary>
    private static bool IsCode(SyntaxNode node) => node switch
    {
        BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax => true,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax } => true,
        EqualsValueClauseSyntax { Parent.Parent.Parent: BaseFieldDeclarationSyntax field } => !field.Modifiers.Any(SyntaxKind.ConstKeyword),
        _ => false,
    };
}
