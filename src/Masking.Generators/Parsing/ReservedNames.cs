using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Masking.Generators;

/// <summary>Finds members whose names the generated code needs for something else.</summary>
internal static class ReservedNames
{
    /// <summary>Reports clashing names.</summary>
    /// <returns>How much can still be emitted, and the declarations that cannot be part of it but as properties.</returns>
    public static (Extent Extent, List<Declaration> Misnamed) Check(INamedTypeSymbol type, List<Declaration> declarations, bool hasQHead, bool isRecurrent, Reporter reporter)
    {
        string[] nestedTypes = KnownNames.NestedTypes(hasQHead, isRecurrent);
        Extent extent = CheckPolicy(type, nestedTypes, reporter);
        INamedTypeSymbol? policyBase = PolicyBase(type, KnownNames.BaseOf(hasQHead, isRecurrent));
        Dictionary<string, string> ofObservation = NamesInObservation(declarations, isRecurrent);
        Dictionary<string, string> ofActions = NamesInActions(declarations);
        List<Declaration> misnamed = [];
        foreach (Declaration declaration in declarations.Where(declaration => !IsTakenInPolicy(declaration.Property, nestedTypes)))
        {
            string name = declaration.Member.Name;
            string? use = IsInherited(policyBase, name) ? "a member that every policy inherits"
                : declaration.IsInput && ofObservation.TryGetValue(name, out string? ofInput) ? ofInput
                : declaration.IsHead && ofActions.TryGetValue(name, out string? ofHead) ? ofHead
                : null;
            if (use is not null)
            {
                reporter.Report(Rules.ReservedName, declaration.Property, name, use);
                misnamed.Add(declaration);
            }
        }

        return (extent, misnamed);
    }

    /// <summary>The first of some names that no member has but a generated one.</summary>
    public static string FreeIn(INamedTypeSymbol type, params string[] names)
    {
        bool IsFree(string name) => name != type.Name && !type.GetMembers(name).Any(IsDeclared);

        string last = names[names.Length - 1];
        return names.FirstOrDefault(IsFree) ?? Enumerable.Range(2, int.MaxValue - 2).Select(i => $"{last}{i}").First(IsFree);
    }

    /// <summary>Checks the class itself, its type parameters, and all members of it, declarations or not.</summary>
    private static Extent CheckPolicy(INamedTypeSymbol type, string[] nestedTypes, Reporter reporter)
    {
        ISymbol[] taken = [.. new ISymbol[] { type }.Concat(type.TypeParameters).Concat(type.GetMembers()).Where(symbol => IsTakenInPolicy(symbol, nestedTypes))];
        foreach (ISymbol symbol in taken)
        {
            string what = nestedTypes.Contains(symbol.Name) ? "type" : symbol.Name == KnownNames.Forward ? "method" : "field";
            reporter.Report(Rules.ReservedName, symbol, symbol.Name, $"the generated {what} '{type.Name}.{symbol.Name}'");
        }

        return taken.Length == 0 ? Extent.Everything : Extent.Properties;
    }

    private static bool IsTakenInPolicy(ISymbol symbol, string[] nestedTypes) =>
        (nestedTypes.Contains(symbol.Name)
            || symbol.Name == KnownNames.Contract
            || (symbol.Name == KnownNames.Forward && symbol is not IMethodSymbol)) // it may have overloads
        && IsDeclared(symbol);

    /// <summary>Generated members are seen too where the compilation has the generated code; both parts of a property are one symbol.</summary>
    private static bool IsDeclared(ISymbol symbol) => !symbol.IsGenerated() || Declaration.AttributesOf(symbol).Length > 0;

    private static Dictionary<string, string> NamesInObservation(List<Declaration> declarations, bool isRecurrent)
    {
        Dictionary<string, string> names = NamesInRecords();
        string[] methods = isRecurrent ? [KnownNames.Clear, KnownNames.Remember] : [KnownNames.Clear];
        foreach (string method in methods)
        {
            names[method] = "a method of the generated type 'Batch'";
        }

        foreach (Declaration declaration in declarations)
        {
            string name = declaration.Member.Name;
            if (declaration.IsHead)
            {
                names[name + KnownNames.MaskSuffix] = $"the action mask of '{name}'";
                if (ParametersOf(declaration) > 0)
                {
                    names[name + KnownNames.MasksSuffix] = $"the generated type '{name}{KnownNames.MasksSuffix}'";
                }
            }
            else if (declaration.Role is KnownNames.EntityMask or KnownNames.AgentGrid)
            {
                names[name + KnownNames.MaskSuffix] = $"the presence mask of '{name}'";
            }

            if (declaration.Role == KnownNames.EntityMask && declaration.Attribute.Named<bool>("Pairwise"))
            {
                names[name + KnownNames.SightSuffix] = $"the sight mask of '{name}'";
            }
        }

        return names;
    }

    private static Dictionary<string, string> NamesInActions(List<Declaration> declarations)
    {
        Dictionary<string, string> names = NamesInRecords();
        foreach (Declaration declaration in declarations.Where(declaration => declaration.IsHead))
        {
            names[declaration.Member.Name + KnownNames.ReadSuffix] = $"the typed read of '{declaration.Member.Name}'";
            names[declaration.Member.Name + KnownNames.ValuesSuffix] = $"the values of '{declaration.Member.Name}'";
            for (int i = 0; i < ParametersOf(declaration); i++)
            {
                names[$"{declaration.Member.Name}{KnownNames.ValuesSuffix}{i.ToString(CultureInfo.InvariantCulture)}"] = $"values of '{declaration.Member.Name}'";
            }
        }

        return names;
    }

    /// <summary>The number of parameters of what a head chooses; 0 where that is no record struct.</summary>
    private static int ParametersOf(Declaration declaration) =>
        declaration.Property.Type is INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { TypeKind: TypeKind.Struct, IsRecord: true } compound] }
            ? compound.InstanceConstructors.Max(constructor => constructor.Parameters.Length)
            : 0;

    /// <summary>What the compiler gives every record, or allows in none.</summary>
    private static Dictionary<string, string> NamesInRecords() =>
        new[] { "Clone", "EqualityContract", "PrintMembers" }.ToDictionary(name => name, _ => "a member that the compiler gives records");

    private static bool IsInherited(INamedTypeSymbol? policyBase, string name)
    {
        for (INamedTypeSymbol? current = policyBase; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).Any(member => member.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The runtime's base class, found beside the attribute that made us look at this class.</summary>
    private static INamedTypeSymbol? PolicyBase(INamedTypeSymbol type, string name) =>
        type.PolicyAttribute()?.AttributeClass?.ContainingAssembly.GetTypeByMetadataName(name);
}
