using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Finds partial properties of a policy that look like declarations, but have no attribute that makes them one.</summary>
internal static class UndeclaredParts
{
    /// <summary>The types of parts, and the attributes that declare them.</summary>
    private static readonly (string Type, string Attribute)[] Attributes =
    [
        (KnownTypes.Head, "[ActionMask]"),
        (KnownTypes.QHead, "[ActionMask]"),
        (KnownTypes.ChoiceHead, "[ActionMask]"),
        (KnownTypes.ActionValueHead, "[ActionMask]"),
        (KnownTypes.PointerHead, "[ActionMask(Over = …)]"),
        (KnownTypes.SubsetHead, "[ActionMask(Over = …, AtMost = …)]"),
        (KnownTypes.ValueHead, "[Value]"),
        (KnownTypes.VectorEncoder, "[Observation(size)]"),
        (KnownTypes.GridEncoder, "[Observation(channels, height, width)] or [AgentGrid(channels)]"),
        (KnownTypes.EntityEncoder, "[EntityMask(features)]"),
        (KnownTypes.PolicyCore, "[Core(width)]"),
        (KnownTypes.RecurrentCore, "[Core(width)]"),
    ];

    /// <summary>Whether a property that is not declared has one of some types.</summary>
    public static bool Exist(INamedTypeSymbol type, List<Declaration> declarations, params string[] parts) => type.GetMembers()
        .OfType<IPropertySymbol>()
        .Where(property => PartialProperties.IsLeftToTheGenerator(property) && parts.Any(part => property.Type.Is(part)))
        .Any(property => declarations.All(declaration => declaration.Member.Name != property.Name));

    /// <summary>Reports such properties.</summary>
    /// <returns>
    /// The properties without a valid declaration that generated code implements: also those with other mistakes, which are reported
    /// elsewhere.
    /// </returns>
    public static IEnumerable<MemberModel> Check(
        INamedTypeSymbol type, List<Declaration> declarations, Reporter reporter, CancellationToken cancellation)
    {
        HashSet<string> names = [.. declarations.Select(declaration => declaration.Member.Name)];
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!PartialProperties.IsLeftToTheGenerator(property) || property.Name.Length == 0 || !names.Add(property.Name)
                || PartialProperties.SyntaxOf(property, cancellation) is not { } syntax)
            {
                continue;
            }

            // The compiler reports attributes that do not exist: one of them may be misspelled.
            bool isMisspelled = property.GetAttributes().Any(attribute => attribute.AttributeClass is null or { TypeKind: TypeKind.Error });
            bool hasAttribute = isMisspelled || property.AttributesAmong(KnownTypes.MemberAttributes).Any();
            string? needed = Attributes.FirstOrDefault(part => property.Type.Is(part.Type)).Attribute;
            if (!hasAttribute && needed is not null)
            {
                reporter.Report(Rules.NoAttribute, property, property.Name, property.Type.Short(), needed);
            }
            else if (isMisspelled)
            {
                reporter.MarkBroken();
            }

            if (hasAttribute || needed is not null)
            {
                yield return PartialProperties.Describe(property, syntax, reporter.Compilation);
            }
        }
    }
}
