using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Members;

/// <summary>A tensor of <c>Batch</c>, or an array of <c>Player</c>, and the method that gives access to its parts.</summary>
/// <param name="Name">The name of the tensor.</param>
/// <param name="Identifier">The name of the tensor as code writes it: keywords get an <c>@</c>.</param>
/// <param name="Memory">The type arguments of the memory: <c>&lt;float&gt;</c>, or the type of the choices of a mask.</param>
/// <param name="Factory">The method of <c>HostBatch</c> and <c>HostArrays</c> that allocates the memory.</param>
/// <param name="Shape">The shape of the values of one environment, as an expression.</param>
/// <param name="Access">The accessibility of the method.</param>
/// <param name="Returns">The return type of the method.</param>
/// <param name="Parameters">The parameters of the method.</param>
/// <param name="Summary">The documentation of the method.</param>
internal sealed record BatchMember(
    string Name,
    string Identifier,
    string Memory,
    string Factory,
    string Shape,
    string Access,
    string Returns,
    IReadOnlyList<BatchParameter> Parameters,
    string Summary)
{
    private const string Numbers = "<float>";
    private const string Flags = "<bool>";
    private const string NumberSpan = "global::System.Span<float>";
    private const string FlagSpan = "global::System.Span<bool>";

    private static readonly BatchParameter Environment = new("int", "environment", "The index of the environment.", Size: null);

    /// <summary>
    /// The argument with the choices of a mask, or with the declared intervals of a range; null for other tensors and for compound actions.
    /// </summary>
    public string? Choices { get; init; }

    /// <summary>The head whose components have masks or ranges of their own; null for other tensors.</summary>
    public HeadModel? Compound { get; init; }

    /// <summary>The interval of the only number of a range; null for other tensors.</summary>
    public IntervalModel? Interval { get; init; }

    /// <summary>Whether the tensor contains the ends of intervals.</summary>
    public bool IsRange { get; init; }

    /// <summary>Whether it is indexed by choices.</summary>
    private bool IsMask => Factory == "Mask";

    /// <summary>The type of the field of <c>Batch</c>.</summary>
    public string Buffer => TypeNames.Masking + (IsMask ? "MaskBuffer" : "HostBuffer") + Memory;

    /// <summary>The type of the field of <c>Player</c>.</summary>
    public string Array => TypeNames.CompilerServices + (IsMask ? "HostMask" : "HostArray") + Memory;

    /// <summary>The tensors of a batch, in the order of the observation.</summary>
    public static IEnumerable<BatchMember> Of(PolicyModel policy, SizeParameters sizes, ChoiceTypes types) =>
        policy.Inputs.SelectMany(input => OfInput(policy, sizes, input))
            .Concat(policy.Heads.SelectMany(head => OfHead(policy, sizes, types, head)));

    private static IEnumerable<BatchMember> OfInput(PolicyModel policy, SizeParameters sizes, InputModel input)
    {
        string see = policy.See(input.Member);
        string first = SizeParameters.AxesOf(input.Shape)[0];
        BatchParameter? entity = input.Kind == InputKind.Entities
            ? new("int", "entity", "The index of the entity.", sizes[first]) : null;
        BatchParameter? channel = input.Kind is InputKind.Map or InputKind.AgentMap
            ? new("int", "channel", "The index of the channel.", first) : null;
        string summary = input.Kind switch
        {
            InputKind.Vector => $"The input of {see} in one environment",
            InputKind.Entities => $"The features of one entity of {see}",
            _ => $"One channel of {see}, row by row",
        };
        string place = input.Kind is InputKind.Map or InputKind.AgentMap
            ? $"; y · {sizes[SizeParameters.AxesOf(input.Shape).Last()]} + x for column x of row y" : "";
        yield return Of(input.Member.Name, input.Member.Identifier, Numbers, "Numbers", NumberSpan, input.Shape, entity ?? channel,
            summary, $"float{place}");
        if (input.PresenceShape is not null)
        {
            yield return Of(input.Presence, input.Presence, Flags, "Presence", FlagSpan, input.PresenceShape, null,
                input.Kind == InputKind.AgentMap
                    ? $"The cells of {see} on which an agent stands, row by row"
                    : $"The present entities of {see}",
                "bool; initially none");
        }

        if (input.SightShape is not null)
        {
            yield return Of(input.Sight, input.Sight, Flags, "Presence", FlagSpan, input.SightShape, entity,
                $"The entities that one entity of {see} sees", "bool; initially none");
        }

        BatchMember Of(string name, string identifier, string memory, string factory, string span, string shape, BatchParameter? index,
            string title, string meaning) =>
            new(name, identifier, memory, factory, sizes.Shape(shape), "public", span, index is null ? [Environment] : [Environment, index],
                $"{title}: <c>[{sizes.Length(SizeParameters.AxesOf(shape).Skip(index is null ? 0 : 1))}]</c> {meaning}.");
    }

    private static IEnumerable<BatchMember> OfHead(PolicyModel policy, SizeParameters sizes, ChoiceTypes types, HeadModel head)
    {
        List<BatchParameter> parameters = [Environment, .. ActorOf(policy, sizes, policy.Actors[head.Actor])];
        string access = head.ReadAccess;
        foreach (HeadModel parent in head.Tables.Select(table => policy.Heads[table]))
        {
            parameters.Add(ChoiceOf(sizes, parent, parameters));
            access = parent.ReadAccess == "public" ? access : parent.ReadAccess;
        }

        if (head.HasMask)
        {
            yield return MaskOf(policy, sizes, types, head, parameters, access);
        }

        if (head.RangeShape is not null)
        {
            yield return RangeOf(sizes, head, parameters, access);
        }
    }

    private static BatchMember RangeOf(SizeParameters sizes, HeadModel head, List<BatchParameter> parameters, string access) => new(
        head.Range,
        head.Range,
        Numbers,
        "Ranges",
        sizes.Shape(head.RangeShape!),
        access,
        head.Interval is null ? head.Member.Name + GeneratedNames.RangesSuffix : TypeNames.Masking + "RangeSpan",
        parameters,
        $"The legal {(head.Interval is null ? "intervals of the numbers" : "interval")} of {head.Member.Name}: "
            + $"{ChoiceText.OfIntervals(head)}; initially all.")
    {
        Choices = $"declared: [{string.Join(", ", head.Intervals.Select(interval => $"{interval.LowLiteral}, {interval.HighLiteral}"))}]",
        Compound = head.Interval is null ? head : null,
        Interval = head.Interval,
        IsRange = true,
    };

    private static BatchMember MaskOf(
        PolicyModel policy, SizeParameters sizes, ChoiceTypes types, HeadModel head, List<BatchParameter> parameters, string access)
    {
        bool isCompound = head.Choice == ChoiceKind.Compound;
        string type = isCompound ? "bool" : head.ValueType;

        // A mask over values is indexed by the value.
        string indices = isCompound || head.IsPointer ? $"; {ChoiceText.Of(policy, head)}" : "";
        return new(
            head.Mask,
            head.Mask,
            isCompound ? Flags : $"<{type}>",
            isCompound ? "Flags" : "Mask",
            sizes.Shape(head.MaskShape),
            access,
            isCompound ? head.Member.Name + GeneratedNames.MasksSuffix : $"{TypeNames.Masking}MaskSpan<{type}>",
            parameters,
            $"The legal choices of {head.Member.Name}: <c>[{sizes.Choices(head)}]</c> bool{indices}; initially all.")
        {
            Choices = isCompound ? null
                : head.IsPointer ? $"choices: {sizes.Choices(head)}"
                : $"Actions.{types.FieldOf(head.Choice, head.ValueType, head.Choices)}",
            Compound = isCompound ? head : null,
        };
    }

    private static IEnumerable<BatchParameter> ActorOf(PolicyModel policy, SizeParameters sizes, ActorModel actor)
    {
        if (actor.Kind == ActorKind.Agent)
        {
            return [];
        }

        string[] axes = SizeParameters.AxesOf(actor.Axes);
        string see = policy.See(policy.Inputs[actor.Input].Member);
        return actor.Kind == ActorKind.Entities
            ? [new("int", "entity", $"The index of the acting entity of {see}.", sizes[axes[0]])]
            :
            [
                new("int", "y", $"The row of {see} on which the agent stands.", sizes[axes[0]]),
                new("int", "x", "The column of the agent.", sizes[axes[1]]),
            ];
    }

    /// <summary>The choice of another head, which selects a row of the mask.</summary>
    private static BatchParameter ChoiceOf(SizeParameters sizes, HeadModel parent, IEnumerable<BatchParameter> others)
    {
        HashSet<string> taken = [.. others.Select(other => other.Name)];
        return new(
            parent.ValueType,
            taken.TakeFree(parent.Member.Name.ToParameter()),
            $"The choice of {parent.Member.Name} that the mask is for.",
            sizes.Choices(parent))
        {
            Choices = parent.Choice is ChoiceKind.Enum or ChoiceKind.Bool ? parent.Mask : null,
        };
    }
}
