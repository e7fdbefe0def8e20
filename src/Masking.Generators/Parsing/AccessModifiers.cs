using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Accessibilities of generated members. A member must not be more accessible than the types in its signature.</summary>
internal static class AccessModifiers
{
    /// <summary>
    /// The accessibility of a member that returns a type; null if code outside of the policy could not call it.
    /// </summary>
    public static string? OfMemberReturning(INamedTypeSymbol type, INamedTypeSymbol policy) =>
        IsSeenWherever(type, policy, isInternal: false) ? "public"
        : IsSeenWherever(type, policy, isInternal: true) ? "internal"
        : null;

    /// <summary>Whether the type is accessible wherever a public, or internal, member of the policy is.</summary>
    private static bool IsSeenWherever(INamedTypeSymbol type, INamedTypeSymbol policy, bool isInternal) =>
        type.NamedTypes().All(current => IsSeen(current, policy, isInternal));

    private static bool IsSeen(INamedTypeSymbol current, INamedTypeSymbol policy, bool isInternal) =>
        current.DeclaredAccessibility switch
        {
            Accessibility.Public => true,
            Accessibility.Internal => isInternal || policy.TypesAround().Any(IsWithinAssembly),
            Accessibility.ProtectedOrInternal => isInternal
                || policy.TypesAround().Any(outer => IsWithinAssembly(outer) || IsHiddenIn(outer, current.ContainingType)),
            _ => policy.TypesAround().Any(outer => IsHiddenIn(outer, current.ContainingType)),
        };

    private static bool IsWithinAssembly(INamedTypeSymbol type) =>
        type.DeclaredAccessibility is Accessibility.Internal or Accessibility.Private or Accessibility.ProtectedAndInternal;

    private static bool IsHiddenIn(INamedTypeSymbol type, INamedTypeSymbol container) =>
        type.DeclaredAccessibility == Accessibility.Private
        && type.ContainingType.TypesAround()
            .Any(outer => SymbolEqualityComparer.Default.Equals(outer.OriginalDefinition, container.OriginalDefinition));
}
