using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>One tensor of a <c>Batch</c>, and the method that leads to its parts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Identifier">Its name as it stands in code.</param>
/// <param name="Field">The type of the field that holds it.</param>
/// <param name="Kind">The method that makes it.</param>
/// <param name="Shape">The shape of one environment's part, as an expression.</param>
/// <param name="Access">The accessibility of the method.</param>
/// <param name="Returns">What the method returns.</param>
/// <param name="Parameters">What the method takes.</param>
/// <param name="Summary">What the method is for.</param>
internal sealed record BatchMember(
    string Name,
    string Identifier,
    string Field,
    string Kind,
    string Shape,
    string Access,
    string Returns,
    IReadOnlyList<BatchParameter> Parameters,
    string Summary
)
{
    private const string Numbers = Names.Masking + "HostBuffer<float>";
    private const string Flags = Names.Masking + "HostBuffer<bool>";
    private const string NumberSpan = "global::System.Span<float>";
    private const string FlagSpan = "global::System.Span<bool>";

    private static readonly BatchParameter Environment = new("int", "environment", "The environment.", Size: null);

    /// <summary>The type of a choice; null where nothing is chosen.</summary>
    public string? ValueType { get; init; }

    /// <summary>The values of an enum that is chosen among.</summary>
    public EquatableArray<string> Values { get; init; }

    /// <summary>The components of something compound, whose masks lie side by side.</summary>
    public EquatableArray<ComponentModel> Components { get; init; }

    /// <summary>What is chosen among instead, as an expression.</summary>
    public string? Choices { get; init; }

    /// <summary>The tensors of a batch, in the order of the observation.</summary>
    public static IEnumerable<BatchMember> Of(PolicyModel policy, BatchSizes sizes) =>
        policy.Inputs.SelectMany(input => OfInput(policy, sizes, input)).Concat(policy.Heads.Select(head => OfHead(policy, sizes, head)));

    private static IEnumerable<BatchMember> OfInput(PolicyModel policy, BatchSizes sizes, InputModel input)
    {
        string[] axes = BatchSizes.AxesOf(input.Shape);
        string see = $"<see cref=\"{Names.Cref(policy, input.Member)}\"/>";
        BatchParameter? entity = input.Kind == InputKind.Entities ? new("int", "entity", "Its place in the set.", sizes[axes[0]]) : null;
        BatchParameter? channel = input.Kind is InputKind.Map or InputKind.AgentMap ? new("int", "channel", "The channel.", axes[0]) : null;
        (BatchParameter? part, string summary) = input.Kind switch
        {
            InputKind.Vector => (null, $"What {see} sees of an environment."),
            InputKind.Entities => (entity, $"The features of one of {see}."),
            _ => (channel, $"One channel of {see}, row by row."),
        };
        yield return Member(input.Member.Name, input.Member.Identifier, Numbers, "Numbers", NumberSpan, input.Shape, part, summary);
        if (input.PresenceShape is not null)
        {
            yield return Member(
                input.Presence,
                input.Presence,
                Flags,
                "Presence",
                FlagSpan,
                input.PresenceShape,
                null,
                input.Kind == InputKind.AgentMap
                    ? $"On which cells of {see} an agent stands, row by row; at first on none."
                    : $"Which of {see} are present; at first none."
            );
        }

        if (input.SightShape is not null)
        {
            yield return Member(
                input.Sight,
                input.Sight,
                Flags,
                "Presence",
                FlagSpan,
                input.SightShape,
                entity,
                $"Whom one of {see} sees; at first nobody."
            );
        }

        BatchMember Member(
            string name,
            string identifier,
            string field,
            string kind,
            string span,
            string shape,
            BatchParameter? place,
            string text
        )
        {
            BatchParameter[] places = place is null ? [] : [place];
            return new(name, identifier, field, kind, ShapeOf(sizes, shape), "public", span, [Environment, .. places], text);
        }
    }

    private static BatchMember OfHead(PolicyModel policy, BatchSizes sizes, HeadModel head)
    {
        List<BatchParameter> places = [.. ActorOf(policy, sizes, policy.Actors[head.Actor])];
        string access = head.ReadAccess;
        if (head.Table >= 0)
        {
            HeadModel parent = policy.Heads[head.Table];
            places.Add(RowOf(sizes, parent, places));
            access = parent.ReadAccess == "public" ? access : parent.ReadAccess;
        }

        string summary = $"Which choices of <see cref=\"{Names.Cref(policy, head.Member)}\"/> are legal; at first all.";
        if (head.Choice == ChoiceKind.Compound)
        {
            return new(
                head.Mask,
                head.Mask,
                Flags,
                "Flags",
                ShapeOf(sizes, head.MaskShape),
                access,
                head.Member.Name + GeneratedNames.MasksSuffix,
                [Environment, .. places],
                summary
            )
            {
                Components = head.Components,
            };
        }

        return new(
            head.Mask,
            head.Mask,
            $"{Names.Masking}MaskBuffer<{head.ValueType}>",
            "Mask",
            ShapeOf(sizes, head.MaskShape),
            access,
            $"{Names.Masking}MaskSpan<{head.ValueType}>",
            [Environment, .. places],
            summary)
        {
            ValueType = head.ValueType,
            Values = head.Values,
            Choices = ChoicesOf(sizes, head),
        };
    }

    private static IEnumerable<BatchParameter> ActorOf(PolicyModel policy, BatchSizes sizes, ActorModel actor)
    {
        string[] axes = actor.Kind == ActorKind.Agent ? [] : BatchSizes.AxesOf(actor.Axes);
        string name = actor.Kind == ActorKind.Agent ? "" : $"<see cref=\"{Names.Cref(policy, policy.Inputs[actor.Input].Member)}\"/>";
        return actor.Kind switch
        {
            ActorKind.Entities => [new("int", "entity", $"Which of {name} chooses.", sizes[axes[0]])],
            ActorKind.Cells =>
            [
                new("int", "y", $"The row of {name} on which the agent stands.", sizes[axes[0]]),
                new("int", "x", "The column.", sizes[axes[1]]),
            ],
            _ => [],
        };
    }

    /// <summary>The choice of another head, which says to which row of the mask the flags belong.</summary>
    private static BatchParameter RowOf(BatchSizes sizes, HeadModel parent, IEnumerable<BatchParameter> others)
    {
        HashSet<string> taken = [Environment.Name, .. others.Select(other => other.Name)];
        return new(
            parent.ValueType,
            Names.Free(Names.Parameter(parent.Member.Name), taken),
            $"What {Names.Xml(parent.Member.Name)} chose.",
            CountOf(sizes, parent)
        )
        {
            Values = parent.Values.Count > 0 || parent.Choice == ChoiceKind.Bool ? parent.Mask : null,
        };
    }

    private static string? ChoicesOf(BatchSizes sizes, HeadModel head) => head.Choice switch
    {
        ChoiceKind.Enum or ChoiceKind.Flags => null,
        ChoiceKind.Bool => $"new {Names.CompilerServices}ChoiceValues<bool>(false, true)",
        _ => $"{Names.CompilerServices}ChoiceValues.Numbers({CountOf(sizes, head)})",
    };

    private static string CountOf(BatchSizes sizes, HeadModel head) =>
        string.Join(" * ", head.ChoiceAxes.Split([", "], StringSplitOptions.None).Select(axis => sizes[axis]));

    private static string ShapeOf(BatchSizes sizes, string shape) =>
        $"[{string.Join(", ", BatchSizes.AxesOf(shape).Select(axis => sizes[axis]))}]";
}
