using Microsoft.CodeAnalysis;

namespace Masking.Generators;

/// <summary>Checks the types of declared members against what their attributes make of them.</summary>
internal static class Parts
{
    /// <summary>Whether a member has the kind of type that its attribute needs; reports it where not.</summary>
    public static bool Fits(Declaration declaration, string definitionName, string needed, Reporter reporter)
    {
        // The generated code fills every member, so that a nullable one would only make its readers ask.
        if (declaration.Property.Type.Is(definitionName) && declaration.Property.NullableAnnotation != NullableAnnotation.Annotated)
        {
            return true;
        }

        DoesNotFit(declaration, needed, reporter);
        return false;
    }

    public static void DoesNotFit(Declaration declaration, string needed, Reporter reporter)
    {
        // A type that does not exist is the compiler's to report.
        if (declaration.Property.Type.TypeKind != TypeKind.Error)
        {
            reporter.Report(Rules.TypeDoesNotFit, declaration.Property, declaration.Member.Name,
                declaration.Property.Type.Short(), declaration.Attribute.ShortName(), needed);
        }
        else
        {
            reporter.MarkBroken();
        }
    }

    /// <summary>Reports a part without the constructor that generated code calls. Where the member has an initializer, it calls none.</summary>
    public static void RequireConstructor(Declaration declaration, Reporter reporter, params string[] parameters)
    {
        if (!declaration.Member.HasInitializer
            && declaration.Property.Type is INamedTypeSymbol type
            && (type.IsAbstract || !type.InstanceConstructors.Any(constructor => IsCallable(constructor, declaration.Property.ContainingType, parameters))))
        {
            reporter.Report(Rules.MissingConstructor, declaration.Property, type.Name, string.Join(", ", parameters));
        }
    }

    public static void RequirePositive(Declaration declaration, string what, int size, Reporter reporter)
    {
        if (size < 1)
        {
            reporter.Report(Rules.SizeNotPositive, declaration.Property, what, declaration.Member.Name, size);
        }
    }

    private static bool IsCallable(IMethodSymbol constructor, INamedTypeSymbol policy, string[] parameters) =>
        IsAccessible(constructor, policy)
        && constructor.Parameters.Length >= parameters.Length
        && constructor.Parameters.All(parameter => parameter.RefKind is RefKind.None or RefKind.In)
        && constructor.Parameters.Take(parameters.Length).Select(parameter => parameter.Type.ToDisplayString()).SequenceEqual(parameters.Select(TypeOf))
        && constructor.Parameters.Skip(parameters.Length).All(parameter => parameter.IsOptional || parameter.IsParams);

    private static bool IsAccessible(IMethodSymbol constructor, INamedTypeSymbol policy) => constructor.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal =>
            SymbolEqualityComparer.Default.Equals(constructor.ContainingAssembly, policy.ContainingAssembly)
            || constructor.ContainingAssembly.GivesAccessTo(policy.ContainingAssembly),
        _ => false,
    };

    /// <summary>The type of a parameter that is written <c>int inputs</c>.</summary>
    private static string TypeOf(string parameter) => parameter.Split(' ')[0];
}
