using Microsoft.CodeAnalysis;

namespace Masking.Generators;

/// <summary>Checks the types of declared members against what their attributes make of them.</summary>
internal static class Parts
{
    /// <summary>Whether a member has the kind of type that its attribute needs; reports it where not.</summary>
    public static bool Fits(Declaration declaration, string definitionName, string needed, Reporter reporter)
    {
        if (declaration.Property.Type.Is(definitionName))
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
                declaration.Property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), declaration.Attribute.ShortName(), needed);
        }
        else
        {
            reporter.MarkBroken();
        }
    }

    /// <summary>Reports a part without the constructor that generated code calls.</summary>
    public static void RequireConstructor(Declaration declaration, Reporter reporter, params string[] parameters)
    {
        if (declaration.Property.Type is INamedTypeSymbol type
            && (type.IsAbstract || !type.InstanceConstructors.Any(constructor => IsCallable(constructor, parameters))))
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

    private static bool IsCallable(IMethodSymbol constructor, string[] parameters) =>
        constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal
        && constructor.Parameters.Length >= parameters.Length
        && constructor.Parameters.Take(parameters.Length).Select(parameter => parameter.Type.ToDisplayString()).SequenceEqual(parameters.Select(TypeOf))
        && constructor.Parameters.Skip(parameters.Length).All(parameter => parameter.IsOptional);

    /// <summary>The type of a parameter that is written <c>int inputs</c>.</summary>
    private static string TypeOf(string parameter) => parameter.Split(' ')[0];
}
