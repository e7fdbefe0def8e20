using Microsoft.CodeAnalysis;

namespace Masking.Generators;

/// <summary>
/// Turns a declared class into a model, and reports what is wrong with it. The generator and the analyzer run the same code;
/// only the analyzer has somewhere to report to.
/// </summary>
internal static class PolicyParser
{
    private const int DefaultCoreWidth = 64;

    /// <summary>Reads a class with <c>[MaskedPolicy]</c>.</summary>
    /// <returns>Null where nothing can be generated beside the class, because it, or a type around it, cannot have another part.</returns>
    public static PolicyModel? Parse(INamedTypeSymbol type, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        Reporter reporter = new(report);
        bool canHaveParts = PolicyType.Check(type, reporter, cancellation);
        List<Declaration> declarations = Declaration.Of(type, reporter, cancellation);
        List<MemberModel> strays = [];

        AxisNames axes = new(
            sets: declarations.Count(declaration => declaration.Role == KnownNames.EntityMask),
            maps: declarations.Count(declaration => declaration.Role == KnownNames.AgentGrid));
        EquatableArray<InputModel> inputs = declarations
            .Where(declaration => declaration.Role is KnownNames.Observation or KnownNames.EntityMask or KnownNames.AgentGrid)
            .Select(declaration => KeepOrStray(declaration, InputParser.Parse(declaration, axes, reporter), strays))
            .OfType<InputModel>()
            .ToEquatableArray();
        if (!declarations.Any(declaration => declaration.Role is KnownNames.Observation or KnownNames.EntityMask or KnownNames.AgentGrid))
        {
            reporter.Report(Rules.NoInput, type, type.Name);
        }

        HeadParser heads = new(inputs, reporter);
        foreach (Declaration declaration in declarations.Where(declaration => declaration.Role == KnownNames.ActionMask))
        {
            if (!heads.Parse(declaration))
            {
                strays.Add(declaration.Member);
            }
        }

        if (!declarations.Any(declaration => declaration.Role == KnownNames.ActionMask))
        {
            reporter.Report(Rules.NoHead, type, type.Name);
        }

        CoreModel core = Core(declarations, strays, reporter);
        MemberModel? value = Value(declarations, strays, reporter);
        ReservedNames.Check(type, declarations, inputs, heads.Heads, reporter);

        return !canHaveParts ? null : new PolicyModel(
            PolicyType.HintNameOf(type),
            type.ContainingNamespace.IsGlobalNamespace ? null : PolicyType.NamespaceOf(type),
            PolicyType.ContainersOf(type),
            type.Name,
            type.Name.Escaped(),
            PolicyType.WithTypeParameters(type),
            inputs,
            core,
            heads.Actors,
            heads.Heads,
            value,
            strays.ToEquatableArray(),
            IsValid: !reporter.HasErrors);
    }

    private static InputModel? KeepOrStray(Declaration declaration, InputModel? input, List<MemberModel> strays)
    {
        if (input is null)
        {
            strays.Add(declaration.Member);
        }

        return input;
    }

    private static CoreModel Core(List<Declaration> declarations, List<MemberModel> strays, Reporter reporter)
    {
        Declaration? declared = Only(declarations, KnownNames.Core, strays, reporter);
        if (declared is null)
        {
            string name = declarations.Any(declaration => declaration.Member.Name == "Core") ? "DefaultCore" : "Core";
            return new CoreModel(new MemberModel(name, name, "private", "global::Masking.MlpCore", default), IsDeclared: false, DefaultCoreWidth);
        }

        int width = declared.Attribute.Numbers().FirstOrDefault();
        Parts.RequirePositive(declared, "width", width, reporter);
        if (Parts.Fits(declared, KnownNames.PolicyCore, "an MlpCore, or a PolicyCore of your own", reporter))
        {
            Parts.RequireConstructor(declared, reporter, "int inputs", "int width");
        }

        return new CoreModel(declared.Member, IsDeclared: true, width);
    }

    private static MemberModel? Value(List<Declaration> declarations, List<MemberModel> strays, Reporter reporter)
    {
        Declaration? declared = Only(declarations, KnownNames.Value, strays, reporter);
        if (declared is not null)
        {
            Parts.Fits(declared, KnownNames.ValueHead, "a ValueHead", reporter);
        }

        return declared?.Member;
    }

    /// <summary>The one member with a role that a policy has once; others are reported.</summary>
    private static Declaration? Only(List<Declaration> declarations, string role, List<MemberModel> strays, Reporter reporter)
    {
        Declaration[] members = [.. declarations.Where(declaration => declaration.Role == role)];
        foreach (Declaration second in members.Skip(1))
        {
            reporter.Report(Rules.DeclaredTwice, second.Property, second.Member.Name, second.Attribute.ShortName(), members[0].Member.Name);
            strays.Add(second.Member);
        }

        return members.FirstOrDefault();
    }
}
