using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Reading;

/// <summary>The attributes of declarations.</summary>
internal static class AttributeReading
{
    public static bool Has(this ISymbol symbol, string definitionName) => symbol.AttributeOf(definitionName) is not null;

    /// <summary>The syntax of an attribute; null if it is not in source.</summary>
    public static AttributeSyntax? Syntax(this AttributeData attribute) =>
        attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;

    /// <summary>The declarations of a type in source.</summary>
    public static IEnumerable<TypeDeclarationSyntax> Parts(this INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>();

    /// <summary>The members of a class that are inputs, heads, its core or its value.</summary>
    public static IEnumerable<IPropertySymbol> Declared(this INamedTypeSymbol type) => type.GetMembers().OfType<IPropertySymbol>()
        .Where(property => KnownTypes.RoleAttributes.Any(property.Has));
}
