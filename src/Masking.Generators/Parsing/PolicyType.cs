using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators;

/// <summary>The class of a policy and the types around it.</summary>
internal static class PolicyType
{
    /// <summary>Reports a class that cannot be a policy; false where it cannot even have another part.</summary>
    public static bool Check(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        bool canHaveParts = true;
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (!IsPartial(current, cancellation))
            {
                reporter.Report(Rules.NotPartial, current, current.Name);
                canHaveParts = false;
            }

            if (current.IsFileLocal)
            {
                reporter.Report(Rules.CannotBePolicy, type, type.Name, $"'{current.Name}' is a file type, which cannot have a part in another file");
                canHaveParts = false;
            }
        }

        if (type.IsRecord || type.IsStatic)
        {
            reporter.Report(Rules.CannotBePolicy, type, type.Name, $"it is a {(type.IsRecord ? "record" : "static class")}, and a policy is a module: declare a 'sealed partial class'");
            canHaveParts = false;
        }
        else if (type.BaseType is { SpecialType: not SpecialType.System_Object } parent && $"{parent.ContainingNamespace}.{parent.MetadataName}" != KnownNames.PolicyBase)
        {
            reporter.Report(Rules.CannotBePolicy, type, type.Name, $"it derives from '{parent.Name}', and the generated code derives it from MaskedPolicy");
            canHaveParts = false;
        }

        return canHaveParts;
    }

    public static string NamespaceOf(INamedTypeSymbol type) =>
        type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted));

    public static string WithTypeParameters(INamedTypeSymbol type) =>
        type.Name.Escaped() + (type.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => parameter.Name.Escaped()))}>");

    /// <summary>The headers of the types around a policy, outermost first.</summary>
    public static EquatableArray<string> ContainersOf(INamedTypeSymbol type)
    {
        List<string> headers = [];
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            headers.Insert(0, $"partial {KeywordOf(container)} {WithTypeParameters(container)}");
        }

        return headers.ToEquatableArray();
    }

    /// <summary>The name of the generated file: namespace, nesting and arity, unique without regard to case.</summary>
    public static string HintNameOf(INamedTypeSymbol type)
    {
        string name = type.MetadataName;
        bool hasTwin = HasTwin(type);
        for (INamespaceOrTypeSymbol container = (INamespaceOrTypeSymbol)type.ContainingSymbol;
            container is not INamespaceSymbol { IsGlobalNamespace: true };
            container = (INamespaceOrTypeSymbol)container.ContainingSymbol)
        {
            name = $"{container.MetadataName}.{name}";
            hasTwin |= HasTwin(container);
        }

        return name.Replace('`', '-') + (hasTwin ? $".{StableHash(name):x8}" : "") + ".g.cs";
    }

    /// <summary>Whether something beside it has the same name but for case; file names do not tell them apart.</summary>
    private static bool HasTwin(INamespaceOrTypeSymbol symbol) => ((INamespaceOrTypeSymbol)symbol.ContainingSymbol).GetMembers().Any(sibling =>
        sibling is INamespaceOrTypeSymbol
        && sibling.MetadataName != symbol.MetadataName
        && string.Equals(sibling.MetadataName, symbol.MetadataName, StringComparison.OrdinalIgnoreCase));

    /// <summary>FNV-1a: the same in every process, which string.GetHashCode is not.</summary>
    private static uint StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return hash;
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellation))
        .OfType<TypeDeclarationSyntax>()
        .All(syntax => syntax.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string KeywordOf(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };
}
