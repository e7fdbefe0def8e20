using Microsoft.CodeAnalysis;

namespace Masking.Generators;

/// <summary>Finds declared members whose names the generated code needs for something else.</summary>
internal static class ReservedNames
{
    public static void Check(INamedTypeSymbol type, List<Declaration> declarations, EquatableArray<InputModel> inputs, EquatableArray<HeadModel> heads, Reporter reporter)
    {
        HashSet<string> inherited = InheritedNames(type);
        Dictionary<string, string> ofObservation = [];
        foreach (InputModel input in inputs)
        {
            ofObservation[input.Presence] = input.PresenceShape is null ? "" : $"the presence mask of '{input.Member.Name}'";
            ofObservation[input.Sight] = input.SightShape is null ? "" : $"the sight mask of '{input.Member.Name}'";
        }

        foreach (HeadModel head in heads)
        {
            ofObservation[head.Mask] = $"the action mask of '{head.Member.Name}'";
        }

        foreach (Declaration declaration in declarations)
        {
            string name = declaration.Member.Name;
            if (KnownNames.NestedTypes.Contains(name))
            {
                reporter.Report(Rules.ReservedName, declaration.Property, name, $"the generated type '{type.Name}.{name}'");
            }
            else if (inherited.Contains(name))
            {
                reporter.Report(Rules.ReservedName, declaration.Property, name, "a member that every policy inherits");
            }
            else if (inputs.Any(input => input.Member.Name == name) && ofObservation.TryGetValue(name, out string? use) && use.Length > 0)
            {
                reporter.Report(Rules.ReservedName, declaration.Property, name, use);
            }
        }
    }

    private static HashSet<string> InheritedNames(INamedTypeSymbol type)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (INamedTypeSymbol? current = PolicyBase(type); current is not null; current = current.BaseType)
        {
            names.UnionWith(current.GetMembers()
                .Where(member => member.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal))
                .Select(member => member.Name));
        }

        return names;
    }

    /// <summary>The runtime's base class, found beside the attribute that made us look at this class.</summary>
    private static INamedTypeSymbol? PolicyBase(INamedTypeSymbol type) => type.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass?.DefinitionName() == KnownNames.MaskedPolicy)?
        .AttributeClass?.ContainingAssembly.GetTypeByMetadataName(KnownNames.PolicyBase);
}
