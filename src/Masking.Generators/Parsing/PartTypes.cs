using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Checks that the types of declared members fit their attributes, and that generated code can build them.</summary>
internal static class PartTypes
{
    /// <summary>The constructor parameters of encoders of vectors and sets, of encoders of maps, of cores, and of heads.</summary>
    private static readonly string[] Vector = ["int inputs"];
    private static readonly string[] Map = ["int channels", "int? height", "int? width"];
    private static readonly string[] Core = ["int inputs", "int width"];
    private static readonly string[] Head = ["int inputs", "int choices"];
    private static readonly string[] GivenHead = ["int inputs", "int choices", "int[] given"];

    /// <summary>Whether the type of a member fits its attribute. Reports it if not.</summary>
    /// <param name="declaration">The member.</param>
    /// <param name="definitionName">The type that the member, or a base of it, must be.</param>
    /// <param name="needed">The fitting types, for the message.</param>
    /// <param name="reporter">Receives mistakes.</param>
    /// <param name="arguments">The arguments that distinguish the attribute from other forms of it, as in <c>(size)</c>.</param>
    public static bool HasTypeFor(
        Declaration declaration, string definitionName, string needed, Reporter reporter, string arguments = "")
    {
        // Generated code sets every member. A nullable type would only make its users check for null.
        if (declaration.Property.Type.Is(definitionName) && declaration.Property.NullableAnnotation != NullableAnnotation.Annotated)
        {
            RequireVisible(declaration, reporter);
            return true;
        }

        ReportWrongType(declaration, needed, reporter, arguments);
        return false;
    }

    public static void ReportWrongType(Declaration declaration, string needed, Reporter reporter, string arguments = "")
    {
        // The compiler reports types that do not exist.
        if (declaration.Property.Type.TypeKind != TypeKind.Error)
        {
            bool isNullable = declaration.Property.NullableAnnotation == NullableAnnotation.Annotated;
            needed += isNullable ? ", without '?'" : "";
            reporter.Report(Rules.TypeDoesNotFit, declaration.TypeLocation, declaration.Member.Name,
                declaration.Property.Type.Short(), declaration.Attribute.ShortName() + arguments, needed);
        }
        else
        {
            reporter.MarkBroken();
        }
    }

    /// <summary>
    /// Reports a part that generated code cannot build: its type has no fitting constructor, or calling that is not enough. A member with
    /// an initializer builds its part itself.
    /// </summary>
    public static void RequireConstructor(Declaration declaration, Reporter reporter, params string[] parameters)
    {
        if (declaration.Member.HasInitializer || declaration.Property.Type is not INamedTypeSymbol type)
        {
            return;
        }

        IMethodSymbol[] constructors = ConstructorsOf(type, declaration.Property.ContainingType, parameters);
        string needed = string.Join(", ", parameters);
        if (type.IsAbstract)
        {
            reporter.Report(Rules.CannotBeBuilt, Place.At(declaration.TypeLocation).RelatedTo(type), type.Name,
                "it is abstract; use a class that derives from it, or give the member an initializer");
        }
        else if (constructors.Length == 0)
        {
            reporter.Report(Rules.MissingConstructor, Place.At(declaration.TypeLocation).RelatedTo(type), type.Name, needed);
        }
        else if (constructors.Length > 1 && constructors.All(constructor => constructor.Parameters.Length > parameters.Length))
        {
            Place place = constructors.Aggregate(Place.At(declaration.TypeLocation), (place, one) => place.RelatedTo(one));
            reporter.Report(Rules.CannotBeBuilt, place, type.Name,
                $"it has several constructors for ({needed}); give it one with exactly these parameters");
        }
        else if (RequiredMemberOf(type, constructors[0]) is { } required)
        {
            reporter.Report(Rules.CannotBeBuilt, Place.At(declaration.TypeLocation).RelatedTo(required), type.Name,
                $"its member '{required.Name}' is required; give it a value in the constructor ({needed}), "
                + "and mark that with [SetsRequiredMembers]");
        }
    }

    /// <summary>Reports members of a part that hide the members which generated code calls.</summary>
    public static void RequireVisible(Declaration declaration, Reporter reporter)
    {
        IAssemblySymbol runtime = declaration.Attribute.AttributeClass!.ContainingAssembly;
        ITypeSymbol? type = declaration.Property.Type;
        for (; type is not null && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, runtime); type = type.BaseType)
        {
            ITypeSymbol? parent = type.BaseType;
            ISymbol? hiding = KnownTypes.MembersCalledOnParts.SelectMany(name => type.GetMembers(name)).FirstOrDefault(member =>
                member is { IsOverride: false, DeclaredAccessibility: not Accessibility.Private } && HasMember(parent, member.Name));
            if (hiding is not null)
            {
                reporter.Report(Rules.HidesPart, Place.At(declaration.TypeLocation).RelatedTo(hiding), hiding.Name, type.Name);
                return;
            }
        }
    }

    /// <summary>The constructor of a part that generated code calls; null if there is none.</summary>
    public static IMethodSymbol? ConstructorOf(Declaration declaration)
    {
        INamedTypeSymbol policy = declaration.Property.ContainingType;
        return declaration.Property.Type is INamedTypeSymbol { IsAbstract: false } type
            ? new[] { Vector, Map, Core, Head, GivenHead }
                .SelectMany(parameters => ConstructorsOf(type, policy, parameters))
                .FirstOrDefault()
            : null;
    }

    /// <summary>Whether a call with three arguments could mean several constructors, so that the arguments need casts.</summary>
    public static bool HasSimilarConstructors(Declaration declaration) =>
        declaration.Property.Type is INamedTypeSymbol type && type.InstanceConstructors.Count(constructor =>
            IsAccessible(constructor, declaration.Property.ContainingType) && constructor.Parameters.Length >= Map.Length) > 1;

    /// <summary>A required member that the caller of a constructor must set; null if there is none.</summary>
    public static ISymbol? RequiredMemberOf(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        const string SetsThem = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";
        if (constructor.AttributeOf(SetsThem) is not null)
        {
            return null;
        }

        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().FirstOrDefault(IsRequired) is { } required)
            {
                return required;
            }
        }

        return null;
    }

    private static bool IsRequired(ISymbol member) => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    /// <summary>The constructors that generated code could call, those with the fewest parameters first.</summary>
    private static IMethodSymbol[] ConstructorsOf(INamedTypeSymbol type, INamedTypeSymbol policy, string[] parameters) =>
    [
        .. type.InstanceConstructors
            .Where(constructor => IsCallable(constructor, policy, parameters))
            .OrderBy(constructor => constructor.Parameters.Length),
    ];

    private static bool HasMember(ITypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).Any(member => member.DeclaredAccessibility != Accessibility.Private))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reports a size that is not positive, or too large.</summary>
    public static void RequireSize(Declaration declaration, Location? where, string what, int size, Reporter reporter)
    {
        if (size < 1)
        {
            reporter.Report(Rules.SizeNotPositive, where, what, declaration.Member.Name, size);
        }

        Limits.RequireAtMost(Place.At(where), declaration.Member.Name, what, Limits.Size, size, reporter);
    }

    private static bool IsCallable(IMethodSymbol constructor, INamedTypeSymbol policy, string[] parameters) =>
        IsAccessible(constructor, policy)
        && constructor.Parameters.Length >= parameters.Length
        && constructor.Parameters.All(parameter => parameter.RefKind is RefKind.None or RefKind.In)
        && constructor
            .Parameters.Take(parameters.Length)
            .Select(parameter => parameter.Type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString())
            .SequenceEqual(parameters.Select(TypeOf))
        && constructor.Parameters.Skip(parameters.Length).All(parameter => parameter.IsOptional || parameter.IsParams);

    private static bool IsAccessible(IMethodSymbol constructor, INamedTypeSymbol policy) => constructor.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal =>
            SymbolEqualityComparer.Default.Equals(constructor.ContainingAssembly, policy.ContainingAssembly)
            || constructor.ContainingAssembly.GivesAccessTo(policy.ContainingAssembly),
        _ => false,
    };

    /// <summary>The type in a parameter such as <c>int inputs</c>.</summary>
    private static string TypeOf(string parameter) => parameter.Split(' ')[0];
}
