using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Reading;

/// <summary>
/// What a diagnostic is about. It may be reported at a name, a type, an attribute or an argument, and name further places, which may be in
/// other files.
/// </summary>
internal sealed class Reported
{
    private readonly IReadOnlyList<SyntaxNode> _nodes;

    private Reported(string id, Compilation compilation, IReadOnlyList<SyntaxNode> nodes)
    {
        Id = id;
        Compilation = compilation;
        _nodes = nodes;
    }

    /// <summary>The project of the file.</summary>
    public Compilation Compilation { get; }

    /// <summary>The rule that is broken.</summary>
    public string Id { get; }

    /// <summary>The innermost node where the diagnostic is reported.</summary>
    public SyntaxNode Node => _nodes[0];

    /// <summary>The property that the diagnostic is about; null if there is none.</summary>
    public IPropertySymbol? Member => Find<PropertyDeclarationSyntax>() is { } syntax ? Symbol(syntax) as IPropertySymbol : null;

    /// <summary>The property that explains the diagnostic; null if there is none.</summary>
    public ISymbol? RelatedMember =>
        _nodes.Skip(1).Select(node => node.FirstAncestorOrSelf<PropertyDeclarationSyntax>()).FirstOrDefault() is { } syntax
            ? Symbol(syntax)
            : null;

    /// <summary>The symbol that is declared at one of the places; null if there is none.</summary>
    public ISymbol? Declared => _nodes.Select(Symbol).FirstOrDefault(symbol => symbol is not null);

    /// <summary>Reads the places of a diagnostic; null if its file cannot be compiled.</summary>
    public static async Task<Reported?> Of(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false);
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (compilation is null || root is null)
        {
            return null;
        }

        IEnumerable<SyntaxNode> further = diagnostic.AdditionalLocations
            .Where(location => location.SourceTree is not null)
            .Select(location => NodeAt(location.SourceTree!.GetRoot(cancellation), location));
        return new Reported(diagnostic.Id, compilation, [NodeAt(root, diagnostic.Location), .. further]);
    }

    /// <summary>
    /// The node of a kind that contains the place of the diagnostic, or else one of its further places; null if none does.
    /// </summary>
    public T? Find<T>() where T : SyntaxNode =>
        _nodes.Select(node => node.FirstAncestorOrSelf<T>()).FirstOrDefault(node => node is not null);

    /// <summary>The symbol that a node declares; null if it declares none, or belongs to another project.</summary>
    public ISymbol? Symbol(SyntaxNode declaration) => ModelOf(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration);

    /// <summary>The semantic model of a file; null if the file belongs to another project.</summary>
    public SemanticModel? ModelOf(SyntaxTree file) =>
        Compilation.ContainsSyntaxTree(file) ? Compilation.GetSemanticModel(file) : null;

    /// <summary>A type of the library as it is written at a node.</summary>
    public string NameAt(SyntaxNode node, string definitionName) =>
        Compilation.GetTypeByMetadataName(definitionName) is { } type && ModelOf(node.SyntaxTree) is { } model
            ? type.ToMinimalDisplayString(model, node.SpanStart)
            : $"global::{definitionName}";

    /// <summary>An attribute of the library as it is written at a node.</summary>
    public string AttributeNameAt(SyntaxNode node, string definitionName)
    {
        const string Suffix = "Attribute";
        string name = NameAt(node, definitionName);
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    private static SyntaxNode NodeAt(SyntaxNode root, Location location) =>
        root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
}
