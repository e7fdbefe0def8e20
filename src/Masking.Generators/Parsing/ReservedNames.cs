using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Parsing;

/// <summary>Finds members with the names of generated members.</summary>
internal static class ReservedNames
{
    /// <summary>Reports such members.</summary>
    /// <returns>How much can be generated, and the declarations that the model leaves out.</returns>
    public static (Extent Extent, List<Declaration> Misnamed) Check(
        INamedTypeSymbol type,
        List<Declaration> declarations,
        bool hasQHead,
        bool isRecurrent,
        bool hasPlayer,
        Reporter reporter,
        CancellationToken cancellation
    )
    {
        string[] nestedTypes = GeneratedNames.NestedTypes(hasQHead, isRecurrent, hasPlayer);
        Extent extent = CheckPolicy(type, nestedTypes, isRecurrent, reporter);
        ILookup<string, ISymbol> inherited = Inherited(PolicyBase(type, KnownTypes.BaseOf(hasQHead, isRecurrent)));
        if (!new HiddenTypes(type, nestedTypes, inherited).Check(declarations, reporter, cancellation))
        {
            extent = Extent.Properties;
        }

        Dictionary<string, string> ofObservation = NamesInObservation(declarations, isRecurrent, hasPlayer, hasQHead);
        Dictionary<string, string> ofActions = NamesInActions(declarations);
        List<Declaration> misnamed = [];
        bool IsFree(Declaration declaration) => !IsTakenInPolicy(declaration.Property, nestedTypes, isRecurrent);
        foreach (Declaration declaration in declarations.Where(IsFree))
        {
            cancellation.ThrowIfCancellationRequested();
            string name = declaration.Member.Name;
            string? use = inherited.Contains(name) ? "a member that every policy inherits"
                : declaration.IsInput && ofObservation.TryGetValue(name, out string? ofInput) ? ofInput
                : declaration.IsHead && ofActions.TryGetValue(name, out string? ofHead) ? ofHead
                : AccessorOf(name, declarations, ofObservation);
            if (use is not null)
            {
                reporter.Report(Rules.ReservedName, declaration.Property, name, use);
                misnamed.Add(declaration);
            }
        }

        return (extent, misnamed);
    }

    /// <summary>The first of some names that no declared member has.</summary>
    public static string FreeIn(INamedTypeSymbol type, params string[] names)
    {
        bool IsFree(string name) => name != type.Name && !type.GetMembers(name).Any(IsDeclared);

        string last = names[names.Length - 1];
        return names.FirstOrDefault(IsFree) ?? Enumerable.Range(2, int.MaxValue - 2).Select(i => $"{last}{i}").First(IsFree);
    }

    /// <summary>Checks the names of the class, its type parameters and all of its members.</summary>
    private static Extent CheckPolicy(INamedTypeSymbol type, string[] nestedTypes, bool isRecurrent, Reporter reporter)
    {
        IEnumerable<ISymbol> all = new ISymbol[] { type }.Concat(type.TypeParameters).Concat(type.GetMembers());
        ISymbol[] taken = [.. all.Where(symbol => IsTakenInPolicy(symbol, nestedTypes, isRecurrent))];
        foreach (ISymbol symbol in taken)
        {
            string what = nestedTypes.Contains(symbol.Name) ? "type"
                : symbol.Name is GeneratedNames.Forward or GeneratedNames.Unroll or GeneratedNames.Load ? "method"
                : symbol.Name == GeneratedNames.Declaration ? "property"
                : "field";
            reporter.Report(Rules.ReservedName, symbol, symbol.Name, $"the generated {what} '{type.Name}.{symbol.Name}'");
        }

        return taken.Length == 0 ? Extent.Everything : Extent.Properties;
    }

    private static bool IsTakenInPolicy(ISymbol symbol, string[] nestedTypes, bool isRecurrent) =>
        (nestedTypes.Contains(symbol.Name)
            || (GeneratedNames.StaticMembers.Contains(symbol.Name) && (symbol is not IMethodSymbol || TakesPath(symbol)))
            || (isRecurrent && symbol.Name == GeneratedNames.Unroll)
            || (symbol.Name == GeneratedNames.Forward && (symbol is not IMethodSymbol method || TakesObservation(method))))
        && IsDeclared(symbol);

    /// <summary>Whether a method has the parameter of the generated <c>Load</c>. Other overloads are allowed.</summary>
    private static bool TakesPath(ISymbol symbol) => symbol.Name != GeneratedNames.Load
        || symbol is IMethodSymbol { Arity: 0, Parameters: [{ Type.SpecialType: SpecialType.System_String }] };

    /// <summary>Whether a method has the parameter of the generated <c>forward</c>. Other overloads are allowed.</summary>
    private static bool TakesObservation(IMethodSymbol method)
    {
        if (method is not { Arity: 0, Parameters: [{ RefKind: RefKind.None, Type: { Name: "Observation" } type } parameter] })
        {
            return false;
        }

        // Without the generated code the type does not exist, or the name means another type, which the generated one hides.
        return parameter.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is ParameterSyntax { Type: IdentifierNameSyntax })
            || SymbolEqualityComparer.Default.Equals(type.ContainingType?.OriginalDefinition, method.ContainingType.OriginalDefinition);
    }

    /// <summary>The generated property that a name is an accessor of, as a description; null if there is none.</summary>
    private static string? AccessorOf(string name, List<Declaration> declarations, Dictionary<string, string> ofObservation)
    {
        bool isAccessor = name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal);
        string property = isAccessor ? name.Substring("get_".Length) : "";
        bool exists = property == "Observation"
            || ofObservation.ContainsKey(property)
            || declarations.Any(declaration => declaration.Member.Name == property);
        return exists ? $"an accessor of '{property}'" : null;
    }

    /// <summary>
    /// Whether a symbol is declared by the author. The compilation may contain the generated members, and the two parts of a property are
    /// one symbol.
    /// </summary>
    private static bool IsDeclared(ISymbol symbol) => !symbol.IsGenerated() || Declaration.AttributesOf(symbol).Length > 0;

    private static Dictionary<string, string> NamesInObservation(
        List<Declaration> declarations, bool isRecurrent, bool hasPlayer, bool hasQHead)
    {
        Dictionary<string, string> names = NamesInRecords();
        string[] methods = isRecurrent ? [GeneratedNames.Clear, GeneratedNames.Remember] : [GeneratedNames.Clear];
        foreach (string method in methods)
        {
            names[method] = "a method of the generated type 'Batch'";
        }

        if (hasPlayer && !hasQHead)
        {
            names[GeneratedNames.LogProb] = "a method of the generated type 'Player'";
        }

        if (hasPlayer && declarations.Any(declaration => declaration.Role == KnownTypes.Value))
        {
            names[GeneratedNames.Value] = "a method of the generated type 'Player'";
        }

        foreach (Declaration declaration in declarations)
        {
            string name = declaration.Member.Name;
            if (declaration.IsHead)
            {
                if (hasPlayer)
                {
                    names[name + GeneratedNames.ReadSuffix] = $"the typed read of '{name}' in the generated type 'Player'";
                }

                ITypeSymbol[] parameters = ParametersOf(declaration);
                if (!ChoosesNumber(declaration))
                {
                    names[name + GeneratedNames.MaskSuffix] = $"the action mask of '{name}'";
                }

                if (parameters.Length > 0)
                {
                    names[name + GeneratedNames.MasksSuffix] = $"the generated type '{name}{GeneratedNames.MasksSuffix}'";
                }

                if (ChoosesNumber(declaration) || parameters.Any(IsNumber))
                {
                    names[name + GeneratedNames.RangeSuffix] = $"the range of '{name}'";
                    names[name + GeneratedNames.RangesSuffix] = $"the generated type '{name}{GeneratedNames.RangesSuffix}'";
                }
            }
            else if (declaration.Role is KnownTypes.EntityMask or KnownTypes.AgentGrid)
            {
                names[name + GeneratedNames.MaskSuffix] = $"the presence mask of '{name}'";
            }

            if (declaration.Role == KnownTypes.EntityMask && declaration.Attribute.Named<bool>("Pairwise"))
            {
                names[name + GeneratedNames.SightSuffix] = $"the sight mask of '{name}'";
            }
        }

        return names;
    }

    private static Dictionary<string, string> NamesInActions(List<Declaration> declarations)
    {
        Dictionary<string, string> names = NamesInRecords();
        foreach (Declaration declaration in declarations.Where(declaration => declaration.IsHead))
        {
            names[declaration.Member.Name + GeneratedNames.ReadSuffix] = $"the typed read of '{declaration.Member.Name}'";
            if (ParametersOf(declaration).Any(IsNumber))
            {
                names[declaration.Member.Name + GeneratedNames.NumbersSuffix] = $"the numbers of '{declaration.Member.Name}'";
            }
        }

        return names;
    }

    /// <summary>The types of the parameters of the record struct that a head chooses; none for other types.</summary>
    private static ITypeSymbol[] ParametersOf(Declaration declaration) =>
        declaration.Property.Type.ChosenType() is INamedTypeSymbol { TypeKind: TypeKind.Struct, IsRecord: true } compound
            ? [.. compound.InstanceConstructors.SelectMany(constructor => constructor.Parameters).Select(parameter => parameter.Type)]
            : [];

    private static bool ChoosesNumber(Declaration declaration) => declaration.Property.Type.ChosenType() is { } chosen && IsNumber(chosen);

    private static bool IsNumber(ITypeSymbol type) => type.SpecialType == SpecialType.System_Single;

    /// <summary>Members that the compiler adds to every record, or allows in none.</summary>
    private static Dictionary<string, string> NamesInRecords() =>
        new[] { "Clone", "EqualityContract", "PrintMembers", "op_Equality", "op_Inequality" }
            .ToDictionary(name => name, _ => "a member that the compiler gives records");

    /// <summary>The inherited members that a policy can access by their simple names.</summary>
    private static ILookup<string, ISymbol> Inherited(INamedTypeSymbol? policyBase)
    {
        List<ISymbol> members = [];
        for (INamedTypeSymbol? current = policyBase; current is not null; current = current.BaseType)
        {
            members.AddRange(current.GetMembers().Where(member => member.DeclaredAccessibility
                is not (Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)));
        }

        return members.ToLookup(member => member.Name);
    }

    /// <summary>The base class, from the assembly of the <c>[MaskedPolicy]</c> attribute.</summary>
    private static INamedTypeSymbol? PolicyBase(INamedTypeSymbol type, string name) =>
        type.PolicyAttribute()?.AttributeClass?.ContainingAssembly.GetTypeByMetadataName(name);
}
