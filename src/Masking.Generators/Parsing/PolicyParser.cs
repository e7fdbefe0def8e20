using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>
/// Turns a declared class into a model, and reports its mistakes. The generator and the analyzer run the same parser; the generator passes
/// a silent reporter.
/// </summary>
internal static class PolicyParser
{
    private const int DefaultCoreWidth = 64;

    /// <summary>Parses a class with <c>[MaskedPolicy]</c>.</summary>
    /// <returns>The model; null if the class, or a type around it, cannot have a generated part.</returns>
    public static PolicyModel? Parse(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        Extent extent = PolicyType.Check(type, reporter, cancellation);
        if (extent == Extent.Nothing)
        {
            return null;
        }

        List<Declaration> all = Declaration.Of(type, reporter, cancellation);
        RequireInputAndHead(type, all, reporter);

        RequireActionMask(type, reporter, cancellation);
        bool hasQHead = QHeads.AreAllHeadsOf(all);
        EquatableArray<MemoryModel> memory = hasQHead ? default : RecurrentCores.MemoryOf(all);
        bool hasPlayer = ReferencedSymbols.CanUse(KnownTypes.PlayerSession, reporter.Compilation);
        (Extent ofNames, List<Declaration> misnamed) = ReservedNames.Check(
            type, all, hasQHead, memory.Count > 0, hasPlayer, reporter, cancellation);
        Declaration[] left =
        [
            .. misnamed
                .Union(QHeads.Check(all, hasQHead, reporter))
                .Union(ObsoleteMembers.Check(type, all, reporter, cancellation)),
        ];
        List<Declaration> declarations = [.. all.Except(left)];
        List<MemberModel> invalid =
        [
            .. left.Select(declaration => declaration.Member),
            .. UndeclaredParts.Check(type, all, reporter, cancellation),
        ];

        EquatableArray<InputModel> inputs = Inputs(declarations, invalid, reporter, cancellation);
        inputs = new AttentionParser(inputs, NamesOf(invalid)).Parse(type, declarations, reporter, cancellation);
        HeadParser heads = new(inputs, NamesOf(invalid));
        ILookup<bool, Declaration> read = declarations
            .Where(declaration => declaration.IsHead)
            .WithCancellation(cancellation)
            .ToLookup(declaration => heads.Parse(declaration, reporter.For(declaration), cancellation));
        invalid.AddRange(read[false].Select(declaration => declaration.Member));
        EquatableArray<HeadModel> related = hasQHead
            ? heads.Heads
            : new DependenceParser([.. read[true]], heads.Heads, NamesOf(invalid)).Parse(reporter, cancellation);
        CheckSizes([.. read[true]], related, reporter, cancellation);
        CoreModel core = Core(type, declarations, invalid, reporter) with { Memory = memory };
        RecurrentCores.RefuseBesideQHead(all, hasQHead, reporter);
        Declaration? value = Value(declarations, invalid, reporter);
        int valueActor = value is null ? -1 : heads.ActorOfValue(value, [.. read[true]], reporter.For(value));
        if (value is not null)
        {
            inputs = new ValueParser(inputs, related, heads.Actors, NamesOf(invalid)).Parse(value, reporter.For(value));
        }

        LayerParser layerParser = new(type, reporter, cancellation);
        EquatableArray<LayerModel> layers = layerParser.OfPolicy();
        extent = (Extent)Math.Min((int)extent, (int)ofNames);
        PolicyModel policy = PropertiesOf(type, invalid) with
        {
            Inputs = inputs,
            Core = core,
            Actors = heads.Actors,
            Heads = related,
            Value = value?.Member,
            ValueActor = valueActor,
            Extent = extent == Extent.Everything && reporter.HasErrors ? Extent.Signatures : extent,
            HasQHead = hasQHead,
            HasPlayer = hasPlayer,
            CanBeCreated = PolicyType.CanBeCreated(type),
            SuppressedIds = ReferencedSymbols.SuppressedBy(all.WithCancellation(cancellation)),
            ExternAliases = ReferencedSymbols.AliasesIn(all.WithCancellation(cancellation), reporter.Compilation),
            Layers = layers,
        };

        // The code stays valid: without it, the compiler would report the assignment too.
        layerParser.CheckParts(all);
        return policy;
    }

    /// <summary>The model of a type of which only some properties are generated.</summary>
    public static PolicyModel PropertiesOf(INamedTypeSymbol type, IEnumerable<MemberModel> members) => new(
        PolicyType.HintNameOf(type),
        type.ContainingNamespace.IsGlobalNamespace ? null : PolicyType.NamespaceOf(type),
        PolicyType.HeadersOf(type),
        type.Name,
        type.Name.Escaped(),
        PolicyType.WithTypeParameters(type),
        Inputs: default,
        DefaultCore(type),
        Actors: default,
        Heads: default,
        Value: null,
        members.ToEquatableArray(),
        Extent.Properties);

    private static CoreModel DefaultCore(INamedTypeSymbol type)
    {
        string name = ReservedNames.FreeIn(type, "Core", "DefaultCore");
        MemberModel member = new(name, name, "private", "global::Masking.MlpCore", default) { HasKnownParameters = true };
        return new CoreModel(member, IsDeclared: false, DefaultCoreWidth);
    }

    private static HashSet<string> NamesOf(List<MemberModel> members) => [.. members.Select(member => member.Name)];

    private static void RequireInputAndHead(INamedTypeSymbol type, List<Declaration> declarations, Reporter reporter)
    {
        if (!declarations.Any(declaration => declaration.IsInput)
            && !UndeclaredParts.Exist(type, declarations, KnownTypes.VectorEncoder, KnownTypes.GridEncoder, KnownTypes.EntityEncoder))
        {
            reporter.Report(Rules.NoInput, type, type.Name);
        }

        if (!declarations.Any(declaration => declaration.IsHead)
            && !UndeclaredParts.Exist(
                type, declarations, [.. KnownTypes.HeadsOfValues, KnownTypes.PointerHead, KnownTypes.SubsetHead]))
        {
            reporter.Report(Rules.NoHead, type, type.Name);
        }
    }

    /// <summary>Reports dependences of members that are not heads.</summary>
    private static void RequireActionMask(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            AttributeData? aboutHead = property.AttributesAmong(KnownTypes.DependenceAttributes).FirstOrDefault();
            if (aboutHead is not null && property.AttributeOf(KnownTypes.ActionMask) is null)
            {
                Place place = Place.At(aboutHead.Location()).RelatedTo(property);
                reporter.Report(Rules.NeedsActionMask, place, aboutHead.ShortName(), property.Name);
            }
        }
    }

    private static EquatableArray<InputModel> Inputs(
        List<Declaration> declarations, List<MemberModel> invalid, Reporter reporter, CancellationToken cancellation)
    {
        AxisNames axes = new(
            sets: declarations.Count(declaration => declaration.Role == KnownTypes.EntityMask),
            maps: declarations.Count(declaration => declaration.Role == KnownTypes.AgentGrid));
        List<InputModel> inputs = [];
        foreach (Declaration declaration in declarations.Where(declaration => declaration.IsInput))
        {
            cancellation.ThrowIfCancellationRequested();
            if (InputParser.Parse(declaration, axes, reporter.For(declaration)) is { } input)
            {
                inputs.Add(input);
            }
            else
            {
                reporter.MarkBroken();
                invalid.Add(declaration.Member);
            }
        }

        return inputs.ToEquatableArray();
    }

    /// <summary>Reports masks, and sums over heads, that are too large although no single size is.</summary>
    private static void CheckSizes(
        Declaration[] declarations, EquatableArray<HeadModel> heads, Reporter reporter, CancellationToken cancellation)
    {
        if (reporter.HasErrors)
        {
            return;
        }

        for (int i = 0; i < heads.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Location? attribute = declarations[i].Attribute.Location();
            Limits.RequireTensor(declarations[i], attribute, "number of flags in the mask", heads[i].MaskShape, reporter);
        }

        Limits.RequireSums(declarations, heads, reporter);
    }

    private static CoreModel Core(INamedTypeSymbol type, List<Declaration> declarations, List<MemberModel> invalid, Reporter reporter)
    {
        Declaration? declared = Only(declarations, KnownTypes.Core, invalid, reporter);
        if (declared is null)
        {
            return DefaultCore(type);
        }

        reporter = reporter.For(declared);
        int width = declared.Attribute.Numbers().FirstOrDefault();
        PartTypes.RequireSize(declared, declared.Attribute.LocationOf("width"), "width", width, reporter);
        string parent = RecurrentCores.IsRecurrent(declared) ? KnownTypes.RecurrentCore : KnownTypes.PolicyCore;
        const string Needed = "an MlpCore, a GruCore, an LstmCore, or a PolicyCore or RecurrentCore of your own";
        if (PartTypes.HasTypeFor(declared, parent, Needed, reporter))
        {
            PartTypes.RequireConstructor(declared, reporter, "int inputs", "int width");
            InitializerCheck.Run(declared, reporter, ("width", width));
        }

        return new CoreModel(declared.Member, IsDeclared: true, width);
    }

    private static Declaration? Value(List<Declaration> declarations, List<MemberModel> invalid, Reporter reporter)
    {
        Declaration? declared = Only(declarations, KnownTypes.Value, invalid, reporter);
        if (declared is not null)
        {
            PartTypes.HasTypeFor(declared, KnownTypes.ValueHead, "a ValueHead", reporter.For(declared));
            InitializerCheck.Run(declared, reporter.For(declared));
        }

        return declared;
    }

    /// <summary>The member with a role that a policy has once. Reports further ones.</summary>
    private static Declaration? Only(List<Declaration> declarations, string role, List<MemberModel> invalid, Reporter reporter)
    {
        Declaration[] members = [.. declarations.Where(declaration => declaration.Role == role)];
        foreach (Declaration second in members.Skip(1))
        {
            Place place = Place.At(second.Property).RelatedTo(members[0].Property);
            reporter.Report(Rules.DeclaredTwice, place, second.Member.Name, second.Attribute.ShortName(), members[0].Member.Name);
            invalid.Add(second.Member);
        }

        return members.FirstOrDefault();
    }
}
