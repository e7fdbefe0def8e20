using System.Collections.Immutable;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

internal static class SymbolExtensions
{
    public const string Obsolete = "System.ObsoleteAttribute";

    private const string GlobalAlias = "global";

    private static readonly SymbolDisplayFormat QualifiedFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The type as generated code writes it: with <c>global::</c>, or with the extern alias that it needs.</summary>
    public static string Qualified(this ITypeSymbol type, Compilation compilation)
    {
        ImmutableArray<SymbolDisplayPart> parts = type.ToDisplayParts(QualifiedFormat);
        return string.Concat(parts.Select((part, i) => part.Kind == SymbolDisplayPartKind.Keyword && part.ToString() == GlobalAlias
            && parts.Skip(i).Select(next => next.Symbol).OfType<INamedTypeSymbol>().FirstOrDefault() is { } first
            && compilation.AliasOf(first.ContainingAssembly) is { } alias ? alias.Escaped() : part.ToString()));
    }

    /// <summary>The extern alias that the types of an assembly need; null if <c>global::</c> finds them.</summary>
    public static string? AliasOf(this Compilation compilation, IAssemblySymbol? assembly) =>
        assembly is not null
        && compilation.GetMetadataReference(assembly)?.Properties.Aliases is { IsDefaultOrEmpty: false } aliases
        && !aliases.Contains(GlobalAlias)
            ? aliases[0]
            : null;

    /// <summary>The types that occur in the full name of a type: itself, its containing types, and their type arguments.</summary>
    public static IEnumerable<INamedTypeSymbol> NamedTypes(this ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named => named.TypesAround().SelectMany(current => current.TypeArguments.SelectMany(NamedTypes).Prepend(current)),
        IArrayTypeSymbol array => array.ElementType.NamedTypes(),
        IPointerTypeSymbol pointer => pointer.PointedAtType.NamedTypes(),
        _ => [],
    };

    /// <summary>Whether the symbol is <c>[Obsolete]</c>.</summary>
    public static bool IsObsolete(this ISymbol symbol) => symbol.AttributeOf(Obsolete) is not null;

    /// <summary>Whether the symbol is <c>[Obsolete]</c> as an error.</summary>
    public static bool IsObsoleteAsError(this ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.DefinitionName() == Obsolete
        && attribute.ConstructorArguments.Any(argument => argument is { Kind: TypedConstantKind.Primitive, Value: true }));

    /// <summary>The full metadata name of the type's definition: <c>Masking.Head`1</c>.</summary>
    public static string DefinitionName(this ITypeSymbol type) => FullName(type);

    /// <summary>Whether the type, or one of its base types, has this full name.</summary>
    public static bool Is(this ITypeSymbol type, string definitionName)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.DefinitionName() == definitionName)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type of the values that a head chooses; null if the type is no such head.</summary>
    public static ITypeSymbol? ChosenType(this ITypeSymbol head)
    {
        for (INamedTypeSymbol? current = head as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (KnownTypes.HeadsOfValues.Contains(current.DefinitionName()))
            {
                return current.TypeArguments[0];
            }
        }

        return null;
    }

    /// <summary>The type as its users write it, for error messages.</summary>
    public static string Short(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>The type and its containing types, innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesAround(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            yield return current;
        }
    }

    /// <summary>The base types, nearest first.</summary>
    public static IEnumerable<INamedTypeSymbol> BaseTypes(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    /// <summary>The <c>[MaskedPolicy]</c> attribute; null if the type has none.</summary>
    public static AttributeData? PolicyAttribute(this INamedTypeSymbol type) => type.AttributeOf(KnownTypes.MaskedPolicy);

    /// <summary>The attribute of a symbol with a full name; null if the symbol does not have it.</summary>
    public static AttributeData? AttributeOf(this ISymbol symbol, string definitionName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.DefinitionName() == definitionName);

    /// <summary>The attributes of a symbol with one of some full names.</summary>
    public static IEnumerable<AttributeData> AttributesAmong(this ISymbol symbol, string[] definitionNames) => symbol.GetAttributes()
        .Where(attribute => attribute.AttributeClass is { } type && definitionNames.Contains(type.DefinitionName()));

    /// <summary>Whether this generator marked the symbol as generated.</summary>
    public static bool IsGenerated(this ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "GeneratedCodeAttribute"
        && attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: GeneratedNames.ToolName });

    /// <summary>The name of an attribute as users write it: <c>ActionMask</c>.</summary>
    public static string ShortName(this AttributeData attribute)
    {
        const string Suffix = "Attribute";
        string name = attribute.AttributeClass!.Name;
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    /// <summary>A named argument of an attribute; the default value if it is not given.</summary>
    public static T? Named<T>(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value is { Kind: TypedConstantKind.Primitive, Value: T value })
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>The name that an argument contains, empty if it is null; null if the compiler reports the argument.</summary>
    public static string? GivenName(this TypedConstant argument) =>
        argument.Kind == TypedConstantKind.Primitive ? argument.Value as string ?? "" : null;

    /// <summary>The strings in a list of an attribute; null if the compiler reports errors in it.</summary>
    public static string[]? ListedNames(this TypedConstant list)
    {
        // The list itself may be null, as in [AttendsTo(null)].
        TypedConstant[] items = list.Kind != TypedConstantKind.Array || list.IsNull ? [] : [.. list.Values];
        return list.Kind == TypedConstantKind.Error || items.Any(item => item.Kind == TypedConstantKind.Error)
            ? null
            : [.. items.Select(item => item.Value as string ?? "")];
    }

    /// <summary>The integers among the constructor arguments of an attribute, in order.</summary>
    public static int[] Numbers(this AttributeData attribute) =>
        [
            .. attribute
                .ConstructorArguments.Where(argument => argument.Kind == TypedConstantKind.Primitive)
                .Select(argument => argument.Value)
                .OfType<int>(),
        ];

    // Computed for all attributes and types of a policy at every edit. ToDisplayString takes ten times as long.
    private static string FullName(ISymbol symbol) =>
        symbol.ContainingSymbol is INamedTypeSymbol or INamespaceSymbol { IsGlobalNamespace: false }
            ? $"{FullName(symbol.ContainingSymbol)}.{symbol.MetadataName}"
            : symbol.MetadataName;
}
