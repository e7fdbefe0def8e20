using System.Collections.Immutable;
using Masking.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Parsing;

/// <summary>The symbols of the author that generated code references, and the warnings that this would cause.</summary>
internal static class ReferencedSymbols
{
    /// <summary>The symbols that are referenced for a declaration: the member, types, constructors and enum values.</summary>
    public static IEnumerable<ISymbol> Of(Declaration declaration)
    {
        IEnumerable<ISymbol> part = PartTypes.ConstructorOf(declaration) is { } constructor ? [constructor] : [];
        return new ISymbol[] { declaration.Property }
            .Concat(declaration.Property.Type.NamedTypes())
            .Concat(part)
            .Concat(ChosenBy(declaration).SelectMany(OfChoice));
    }

    /// <summary>The ids of warnings about obsolete and experimental symbols, which generated code suppresses.</summary>
    public static EquatableArray<string> SuppressedBy(IEnumerable<Declaration> declarations) => declarations
        .SelectMany(Of)
        .SelectMany(symbol => symbol is INamedTypeSymbol ? [symbol, symbol.ContainingModule, symbol.ContainingAssembly] : new[] { symbol })
        .Distinct(SymbolEqualityComparer.Default)
        .SelectMany(symbol => symbol is null ? ImmutableArray<AttributeData>.Empty : symbol.GetAttributes())
        .Select(IdOf)
        .OfType<string>()
        .Where(SyntaxFacts.IsValidIdentifier)
        .Distinct()
        .OrderBy(id => id, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>The extern aliases that some of the types need.</summary>
    public static EquatableArray<string> AliasesIn(IEnumerable<Declaration> declarations, Compilation compilation) => declarations
        .SelectMany(Of)
        .OfType<INamedTypeSymbol>()
        .Select(type => compilation.AliasOf(type.ContainingAssembly))
        .OfType<string>()
        .Distinct()
        .OrderBy(alias => alias, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>Whether generated code can reference a type by its full name: it exists, and needs no extern alias.</summary>
    public static bool CanUse(string type, Compilation compilation) =>
        compilation.GetTypeByMetadataName(type) is { } known && compilation.AliasOf(known.ContainingAssembly) is null;

    /// <summary>The type argument of a head.</summary>
    private static ImmutableArray<ITypeSymbol> ChosenBy(Declaration declaration) =>
        declaration.IsHead && declaration.Property.Type.ChosenType() is { } chosen ? [chosen] : [];

    private static IEnumerable<ISymbol> OfChoice(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration => EnumValues.Of(enumeration),
        INamedTypeSymbol { TypeKind: TypeKind.Struct, IsRecord: true } compound when CompoundType.ConstructorOf(compound) is { } header =>
            header.Parameters.SelectMany(OfComponent).Prepend(header),
        _ => [],
    };

    private static IEnumerable<ISymbol> OfComponent(IParameterSymbol parameter) =>
        parameter.Type.NamedTypes().Concat(parameter.Type.TypeKind == TypeKind.Enum ? OfChoice(parameter.Type) : []);

    private static string? IdOf(AttributeData attribute) => attribute.AttributeClass?.DefinitionName() switch
    {
        "System.Diagnostics.CodeAnalysis.ExperimentalAttribute" => attribute.ConstructorArguments
            .Where(argument => argument.Kind == TypedConstantKind.Primitive)
            .Select(argument => argument.Value as string)
            .FirstOrDefault(),
        SymbolExtensions.Obsolete => attribute.Named<string>("DiagnosticId"),
        _ => null,
    };
}
