using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators;

/// <summary>A property of a policy that carries one of our attributes.</summary>
internal sealed class Declaration
{
    private Declaration(IPropertySymbol property, AttributeData attribute, MemberModel member)
    {
        Property = property;
        Attribute = attribute;
        Member = member;
    }

    public IPropertySymbol Property { get; }

    public AttributeData Attribute { get; }

    public MemberModel Member { get; }

    public string Role => Attribute.AttributeClass!.DefinitionName();

    /// <summary>The declarations of a type, in the order of its members.</summary>
    public static List<Declaration> Of(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        List<Declaration> declarations = [];
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            AttributeData[] attributes = AttributesOf(property);
            if (attributes.Length == 0)
            {
                continue;
            }

            if (attributes.Length > 1)
            {
                reporter.Report(Rules.SeveralAttributes, property, property.Name, attributes[0].ShortName(), attributes[1].ShortName());
            }

            declarations.Add(new Declaration(property, attributes[0], Describe(property, reporter, cancellation)));
        }

        return declarations;
    }

    /// <summary>The attributes of ours that stand on a member.</summary>
    public static AttributeData[] AttributesOf(ISymbol member) =>
        [.. member.GetAttributes().Where(attribute => attribute.AttributeClass is { } type && KnownNames.MemberAttributes.Contains(type.DefinitionName()))];

    private static MemberModel Describe(IPropertySymbol property, Reporter reporter, CancellationToken cancellation)
    {
        PropertyDeclarationSyntax? syntax = property.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<PropertyDeclarationSyntax>()
            .FirstOrDefault();
        bool isPartial = syntax is not null && syntax.Modifiers.Any(SyntaxKind.PartialKeyword);
        bool isDeclaration = isPartial && property.GetMethod is not null && property.SetMethod is null && !property.IsStatic && HasNoBody(syntax!);
        if (!isDeclaration)
        {
            reporter.Report(Rules.NotAPartialProperty, property, property.Name, property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        }

        return new MemberModel(
            property.Name,
            property.Name.Escaped(),
            isDeclaration ? syntax!.Modifiers.ToString() : null,
            property.Type.Qualified(),
            Documentation.SummaryOf(property, cancellation));
    }

    private static bool HasNoBody(PropertyDeclarationSyntax syntax) =>
        syntax.ExpressionBody is null && syntax.AccessorList is { } list && list.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null);
}
