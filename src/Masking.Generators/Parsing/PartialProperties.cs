using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Parsing;

/// <summary>
/// Partial properties that are not valid declarations. Generated code implements them nevertheless, because the compiler would otherwise
/// report a missing implementation beside the mistake.
/// </summary>
internal static class PartialProperties
{
    /// <summary>Whether the author declares a partial property and does not implement it.</summary>
    public static bool IsLeftToTheGenerator(IPropertySymbol property) => property.IsPartialDefinition
        && (property.PartialImplementationPart is not { } implementation || IsGenerated(implementation));

    /// <summary>The property of a declaration with a mistake.</summary>
    /// <param name="property">The property.</param>
    /// <param name="syntax">Its declaring part.</param>
    /// <param name="compilation">The compilation that it is a part of.</param>
    public static MemberModel Describe(IPropertySymbol property, BasePropertyDeclarationSyntax syntax, Compilation compilation)
    {
        string[] accessors = [.. AccessorsOf(syntax)];
        bool isImplemented = IsLeftToTheGenerator(property) && syntax.ExplicitInterfaceSpecifier is null && accessors.Length > 0
            && IsSimple(property, compilation);
        string reference = property.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.RefReadOnly => "ref readonly ",
            _ => "",
        };
        return new MemberModel(
            property.Name,
            property.IsIndexer ? $"this[{ParametersOf(property, compilation)}]" : property.Name.Escaped(),
            isImplemented ? string.Join(" ", syntax.Modifiers.Select(modifier => modifier.ValueText)) : null,
            reference + property.Type.Qualified(compilation),
            default)
        {
            Accessors = accessors.ToEquatableArray(),
            HasInitializer = syntax is PropertyDeclarationSyntax { Initializer: not null },
        };
    }

    /// <summary>
    /// Whether the property is repeated by its type and its name: it needs no extern alias and no <c>unsafe</c>, and its parameters have no
    /// modifiers.
    /// </summary>
    private static bool IsSimple(IPropertySymbol property, Compilation compilation) =>
        property.Type.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer)
        && property.Type.NamedTypes().All(type => compilation.AliasOf(type.ContainingAssembly) is null)
        && property.Parameters.All(parameter =>
            parameter is { RefKind: RefKind.None, IsParams: false, ScopedKind: ScopedKind.None, Type.TypeKind: not TypeKind.Pointer });

    /// <summary>The declaring part of a property or indexer; null if it has none in the source.</summary>
    public static BasePropertyDeclarationSyntax? SyntaxOf(IPropertySymbol property, CancellationToken cancellation) => property
        .DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation))
        .OfType<BasePropertyDeclarationSyntax>()
        .FirstOrDefault();

    /// <summary>The accessors with their modifiers. An accessor that is being typed may have another keyword, or occur twice.</summary>
    private static IEnumerable<string> AccessorsOf(BasePropertyDeclarationSyntax syntax) => (syntax.AccessorList?.Accessors ?? [])
        .Where(accessor => accessor.Keyword.ValueText is "get" or "set" or "init")
        .GroupBy(accessor => accessor.Keyword.ValueText == "get")
        .Select(accessors => accessors.First())
        .Select(accessor => string.Join(" ", accessor.Modifiers.Append(accessor.Keyword).Select(token => token.ValueText)));

    private static string ParametersOf(IPropertySymbol property, Compilation compilation) => string.Join(", ",
        property.Parameters.Select(parameter => $"{parameter.Type.Qualified(compilation)} {parameter.Name.Escaped()}"));

    /// <summary>
    /// Whether the implementing part of a property is generated: it has the attribute, or is in the file of the generated constructor.
    /// </summary>
    private static bool IsGenerated(IPropertySymbol implementation) => implementation.IsGenerated()
        || implementation.ContainingType.InstanceConstructors.Any(constructor => constructor.IsGenerated()
            && constructor.DeclaringSyntaxReferences.Any(reference =>
                reference.SyntaxTree == implementation.DeclaringSyntaxReferences[0].SyntaxTree));
}
