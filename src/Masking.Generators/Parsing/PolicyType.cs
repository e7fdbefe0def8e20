using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Parsing;

/// <summary>Checks the class of a policy and the types around it, and names them as generated code does.</summary>
internal static class PolicyType
{
    private const LanguageVersion Needed = LanguageVersion.CSharp14;

    /// <summary>Reports a class that cannot be a policy.</summary>
    /// <returns>How much can be generated for it.</returns>
    public static Extent Check(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        // The compiler reports missing names, and names that types of several kinds share. These would also share a generated file.
        if (IsNameless(type) || SharesItsName(type))
        {
            reporter.MarkBroken();
            return Extent.Nothing;
        }

        CheckPartial(type, reporter, cancellation);
        CheckLanguage(type, reporter);
        if (type.ContainingType is null && type.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal))
        {
            reporter.MarkBroken(); // the compiler reports the modifier
            return Extent.Properties;
        }

        if (type.TypesAround().FirstOrDefault(current => current.IsFileLocal) is { } local)
        {
            reporter.Report(
                Rules.CannotBePolicy,
                type,
                type.Name,
                $"'{local.Name}' is a file type, which cannot have a part in another file"
            );
            return Extent.Nothing;
        }

        if (type.IsStatic)
        {
            reporter.Report(
                Rules.CannotBePolicy,
                type,
                type.Name,
                "it is a static class, and a policy is a module; declare a 'sealed partial class'"
            );
            return Extent.Nothing;
        }

        if (Obstacle(type, reporter, cancellation) is { } obstacle)
        {
            reporter.Report(Rules.CannotBePolicy, obstacle.Where, type.Name, obstacle.Reason);
            return Extent.Properties;
        }

        if (AliasOfLibrary(type, reporter.Compilation) is { } alias)
        {
            reporter.Report(Rules.CannotBePolicy, type, type.Name, alias);
            return Extent.Properties;
        }

        if (type.BaseType is { TypeKind: TypeKind.Error } && !IsPolicyBase(type.BaseType))
        {
            reporter.MarkBroken();
            return Extent.Properties;
        }

        CheckConstructors(type, reporter, cancellation);
        return Extent.Everything;
    }

    /// <summary>Whether code can create the class with the constructor without parameters alone.</summary>
    public static bool CanBeCreated(INamedTypeSymbol type) => !type.IsAbstract
        && !type.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });

    /// <summary>Whether a type can have a generated part with its properties, although it is no policy.</summary>
    public static bool CanHavePart(INamedTypeSymbol type, CancellationToken cancellation) =>
        !IsNameless(type)
        && !SharesItsName(type)
        && type.TypesAround().All(current => !current.IsFileLocal
            && current.TypeParameters.All(parameter => parameter.Variance == VarianceKind.None)
            && PartsOf(current, cancellation).All(part => part.Modifiers.Any(SyntaxKind.PartialKeyword)));

    public static string NamespaceOf(INamedTypeSymbol type) =>
        type.ContainingNamespace.ToDisplayString(
            SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
        );

    public static string WithTypeParameters(INamedTypeSymbol type) =>
        type.Name.Escaped()
        + (type.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => parameter.Name.Escaped()))}>");

    /// <summary>The headers of the types around a policy, outermost first, and of the policy.</summary>
    public static EquatableArray<string> HeadersOf(INamedTypeSymbol type) =>
        type.TypesAround().Reverse().Select(current => $"partial {KeywordOf(current)} {WithTypeParameters(current)}").ToEquatableArray();

    /// <summary>The name of the generated file, from namespace, nesting and arity. It is unique even if case is ignored.</summary>
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

    /// <summary>Whether a sibling has a name that differs only in case, which some file systems ignore.</summary>
    private static bool HasTwin(INamespaceOrTypeSymbol symbol) =>
        Siblings(symbol).Any(sibling => string.Equals(sibling.MetadataName, symbol.MetadataName, StringComparison.OrdinalIgnoreCase));

    /// <summary>The other types and namespaces in the same container.</summary>
    private static IEnumerable<INamespaceOrTypeSymbol> Siblings(INamespaceOrTypeSymbol symbol) =>
        ((INamespaceOrTypeSymbol)symbol.ContainingSymbol).GetMembers().OfType<INamespaceOrTypeSymbol>()
            .Where(sibling => !SymbolEqualityComparer.Default.Equals(sibling, symbol));

    /// <summary>FNV-1a. Unlike string.GetHashCode it is the same in every process.</summary>
    private static uint StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return hash;
    }

    /// <summary>Whether a name is not typed yet: of the type, a type parameter, or a container.</summary>
    private static bool IsNameless(INamedTypeSymbol type)
    {
        for (INamespaceSymbol space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
        {
            if (space.Name.Length == 0)
            {
                return true;
            }
        }

        return type.TypesAround()
            .Any(current => current.Name.Length == 0 || current.TypeParameters.Any(parameter => parameter.Name.Length == 0));
    }

    /// <summary>Whether another type has the name of the type, or of one around it.</summary>
    private static bool SharesItsName(INamedTypeSymbol type) =>
        type.TypesAround().Any(current => Siblings(current).Any(sibling => sibling.MetadataName == current.MetadataName));

    private static void CheckPartial(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        foreach (INamedTypeSymbol current in type.TypesAround())
        {
            if (PartsOf(current, cancellation).FirstOrDefault(part => !part.Modifiers.Any(SyntaxKind.PartialKeyword)) is not { } part)
            {
                continue;
            }

            // A type around several policies is reported once, with the first of them.
            if (SymbolEqualityComparer.Default.Equals(PoliciesIn(current).First(), type))
            {
                reporter.Report(Rules.NotPartial, part.Identifier.GetLocation(), current.Name);
            }
            else
            {
                reporter.MarkBroken();
            }
        }
    }

    private static void CheckLanguage(INamedTypeSymbol type, Reporter reporter)
    {
        if (type.DeclaringSyntaxReferences[0].SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < Needed } options)
        {
            reporter.Report(Rules.LanguageVersion, type, type.Name, options.LanguageVersion.ToDisplayString());
        }
    }

    /// <summary>Why generated code cannot make the class a module, and where that is; null if it can.</summary>
    private static (Place Where, string Reason)? Obstacle(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        if (type.IsRecord)
        {
            return (Place.At(type), "it is a record, and a policy is a module; declare a 'sealed partial class'");
        }

        if (type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } parent && !IsPolicyBase(parent))
        {
            Location? written = PartsOf(type, cancellation)
                .SelectMany(part => part.BaseList?.Types ?? [])
                .FirstOrDefault(listed => SymbolEqualityComparer.Default.Equals(reporter.ModelOf(listed.SyntaxTree)
                    .GetTypeInfo(listed.Type, cancellation).Type, parent))
                ?.GetLocation();
            Place place = Place.At(written).RelatedTo(parent);
            return (place, $"it derives from '{parent.Name}', and the generated code derives it from MaskedPolicy");
        }

        Location? constructor = PartsOf(type, cancellation).Select(part => part.ParameterList?.GetLocation())
            .Concat(type.InstanceConstructors.Where(IsGeneratedToo).Select(own => own.Locations[0]))
            .FirstOrDefault(location => location is not null);
        return constructor is null
            ? null
            : (Place.At(constructor),
                "the generated code gives it the constructor without parameters; declare others that call ': this()'");
    }

    /// <summary>Whether the author declared the constructor without parameters, which is generated too.</summary>
    private static bool IsGeneratedToo(IMethodSymbol constructor) =>
        constructor is { Parameters.IsEmpty: true, IsImplicitlyDeclared: false } && !constructor.IsGenerated();

    /// <summary>Why generated code cannot reference this library or TorchSharp; null if it can.</summary>
    private static string? AliasOfLibrary(INamedTypeSymbol type, Compilation compilation)
    {
        IAssemblySymbol? masking = type.PolicyAttribute()?.AttributeClass?.ContainingAssembly;
        IAssemblySymbol? torch = masking
            ?.Modules.First()
            .ReferencedAssemblySymbols.FirstOrDefault(assembly => assembly.Name == "TorchSharp");
        IAssemblySymbol? hidden = new[] { masking, torch }.FirstOrDefault(assembly => compilation.AliasOf(assembly) is not null);
        return hidden is null
            ? null
            : $"'{hidden.Name}' is referenced only under the alias '{compilation.AliasOf(hidden)}'; add the alias 'global', which the "
                + "generated code needs";
    }

    /// <summary>
    /// Reports constructors that do not build the parts. A constructor that calls another one is fine: the chain ends at the generated
    /// constructor, the only one without a constructor initializer.
    /// </summary>
    private static void CheckConstructors(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        foreach (IMethodSymbol constructor in type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared
            && !constructor.IsGenerated()))
        {
            bool callsAnother = (constructor.PartialImplementationPart ?? constructor).DeclaringSyntaxReferences
                .Select(reference => reference.GetSyntax(cancellation))
                .OfType<ConstructorDeclarationSyntax>()
                .Any(syntax => syntax.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer));
            if (!callsAnother)
            {
                reporter.Report(Rules.SkipsConstructor, constructor, type.Name);
            }
        }
    }

    private static bool IsPolicyBase(INamedTypeSymbol type) =>
        type.DefinitionName() is KnownTypes.PolicyBase or KnownTypes.RecurrentPolicyBase or KnownTypes.ValueNetworkBase;

    private static IEnumerable<INamedTypeSymbol> PoliciesIn(INamedTypeSymbol type) =>
        (type.PolicyAttribute() is null ? Enumerable.Empty<INamedTypeSymbol>() : [type]).Concat(
            type.GetTypeMembers().SelectMany(PoliciesIn)
        );

    private static IEnumerable<TypeDeclarationSyntax> PartsOf(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>();

    private static string KeywordOf(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };
}
