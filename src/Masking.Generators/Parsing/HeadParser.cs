using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>Parses the heads of a policy, and the actors that they belong to.</summary>
/// <param name="inputs">The inputs, whose entities and cells can act and be pointed at.</param>
/// <param name="invalidNames">The names of members that have mistakes already.</param>
internal sealed class HeadParser(EquatableArray<InputModel> inputs, HashSet<string> invalidNames)
{
    private const string NoInput = "";

    private readonly List<(ActorKind Kind, int Input, List<int> Heads)> _actors = [];
    private readonly List<HeadModel> _heads = [];

    /// <summary>The heads that were parsed, in the order of declaration.</summary>
    public EquatableArray<HeadModel> Heads => _heads.ToEquatableArray();

    /// <summary>Their actors, in the order in which heads first name them.</summary>
    public EquatableArray<ActorModel> Actors => _actors
        .Select(actor => new ActorModel(actor.Kind, actor.Input, actor.Heads.ToEquatableArray(), AxesOf(actor.Kind, actor.Input)))
        .ToEquatableArray();

    /// <summary>Parses a head; false if the member cannot be one.</summary>
    public bool Parse(Declaration declaration, Reporter reporter, CancellationToken cancellation)
    {
        ITypeSymbol type = declaration.Property.Type;
        bool isSubset = type.DefinitionName() == KnownTypes.SubsetHead;
        bool isPointer = isSubset || type.DefinitionName() == KnownTypes.PointerHead;
        if (
            (!isPointer && type.ChosenType() is null)
            || type.NullableAnnotation == NullableAnnotation.Annotated
        )
        {
            PartTypes.ReportWrongType(declaration, "a Head<T>, a QHead<T>, a PointerHead or a SubsetHead", reporter);
            return false;
        }

        (ActorKind kind, int each) = Each(declaration, reporter);
        int actor = ActorOf(kind, each);
        int indexInActor = _actors[actor].Heads.Count;
        _actors[actor].Heads.Add(_heads.Count);
        HeadModel head = isPointer
            ? Pointer(declaration, isSubset, kind, each, actor, reporter)
            : Value(declaration, type.ChosenType()!, kind, each, actor, reporter, cancellation);
        PicksModel? picks = PickCounts(declaration, isSubset, reporter);
        _heads.Add(head with
        {
            IndexInActor = indexInActor,
            SumsEntropy = SumsEntropy(declaration),
            Picks = picks,
            Actions = picks?.AtMost ?? head.Actions,
            IsRequired = head.IsRequired && picks?.AtLeast != 0,
            IsDistinct = IsDistinct(declaration, isPointer && !isSubset, kind, reporter),
        });
        return true;
    }

    /// <summary>
    /// The index of the actor that the value names as its <c>Each</c>; -1 if it names none. Reports a name of another member, and heads of
    /// other actors.
    /// </summary>
    /// <param name="value">The declaration of the value.</param>
    /// <param name="heads">The declarations of the heads that were parsed.</param>
    /// <param name="reporter">Receives mistakes in the value.</param>
    public int ActorOfValue(Declaration value, Declaration[] heads, Reporter reporter)
    {
        (ActorKind kind, int each) = Each(value, reporter);
        if (kind == ActorKind.Agent)
        {
            return -1;
        }

        string name = inputs[each].Member.Name;
        for (int i = 0; i < heads.Length; i++)
        {
            (ActorKind ofHead, int input, _) = _actors[_heads[i].Actor];

            // An Each that names nothing of the right kind is reported where the head is parsed.
            bool isReported = ofHead == ActorKind.Agent && heads[i].Attribute.Named<string>("Each") is not null;
            if (input != each && !isReported)
            {
                reporter.For(heads[i]).Report(
                    Rules.ValueOfOtherActor,
                    Place.At(heads[i].Attribute.LocationOf("Each")).RelatedTo(value.Property),
                    heads[i].Member.Name,
                    ofHead == ActorKind.Agent ? "the single agent" : $"each of '{inputs[input].Member.Name}'",
                    value.Member.Name,
                    name);
            }
        }

        return _actors.FindIndex(actor => actor.Input == each);
    }

    private HeadModel Value(
        Declaration declaration, ITypeSymbol chosen, ActorKind kind, int each, int actor, Reporter reporter,
        CancellationToken cancellation)
    {
        RequireConstructor(declaration, reporter);
        if (declaration.Attribute.Named<string>("Over") is not null)
        {
            reporter.Report(
                Rules.OverDoesNotFit,
                declaration.Attribute.LocationOf("Over"),
                $"Over of '{declaration.Member.Name}' belongs to a PointerHead or a SubsetHead; a {NameOf(declaration)} chooses among "
                    + "values"
            );
        }

        ActionType action = ActionType.Of(declaration, chosen, reporter, cancellation);
        int numbers = action.Interval is null ? action.Components.Count(component => component.Interval is not null) : 1;
        if (numbers == 0)
        {
            InitializerCheck.Run(declaration, reporter, ("choices", action.Choices));
        }
        else
        {
            InitializerCheck.RunForNumbers(declaration, reporter, action.Choices, numbers);
        }

        if (numbers > 0 && declaration.Property.Type.Is(KnownTypes.ChoiceHead))
        {
            reporter.Report(
                Rules.UnsupportedActionType, declaration.ChosenLocation, declaration.Member.Name, chosen.Short(),
                "a head of your own computes the logits of choices, and a number from an interval has none; declare a Head<T>");
        }

        string choices = action.Choices.ToString(CultureInfo.InvariantCulture);
        HeadModel head = new(
            declaration.Member,
            action.Kind,
            action.Type,
            action.Values,
            action.Choices,
            actor,
            Over: -1,
            $"({AxesOf(kind, each)}, {choices})",
            choices,
            action.Access,
            IsRequired(declaration, kind) && action.Kind is not (ChoiceKind.Flags or ChoiceKind.Compound)
        )
        {
            Components = action.Components,
            Interval = action.Interval,
            Actions = action.Kind switch
            {
                ChoiceKind.Flags => action.Choices,
                ChoiceKind.Compound => action.Components.Sum(component => component.Actions),
                ChoiceKind.Number => 0,
                _ => 1,
            },
        };
        return numbers > 0 ? head with { RangeShape = $"({AxesOf(kind, each)}, {head.RangeAxes})" } : head;
    }

    /// <summary>Reports a head of the author's own that generated code cannot build.</summary>
    private static void RequireConstructor(Declaration declaration, Reporter reporter)
    {
        ITypeSymbol type = declaration.Property.Type;
        if (type.Is(KnownTypes.ChoiceHead) || type.Is(KnownTypes.ActionValueHead))
        {
            PartTypes.RequireVisible(declaration, reporter);
            string[] given = declaration.Property.AttributeOf(KnownTypes.Given) is null ? [] : ["int[] given"];
            PartTypes.RequireConstructor(declaration, reporter, ["int inputs", "int choices", .. given]);
        }
    }

    private static string NameOf(Declaration declaration) => declaration.Property.Type is INamedTypeSymbol { TypeArguments.Length: 1 } head
        ? $"{head.Name}<T>"
        : declaration.Property.Type.Short();

    private HeadModel Pointer(Declaration declaration, bool isSubset, ActorKind kind, int each, int actor, Reporter reporter)
    {
        if (declaration.Attribute.NamedArguments.Any(argument => argument.Key == "Choices"))
        {
            reporter.Report(
                Rules.ChoicesDoNotFit,
                declaration.Attribute.LocationOf("Choices"),
                $"Choices of '{declaration.Member.Name}' belongs to Head<int>; a {declaration.Property.Type.Name} has one choice "
                    + "per candidate"
            );
        }

        IntervalParser.ReportOnOther(declaration.Attribute, declaration.Member.Name, declaration.Property.Type.Name, Place.At, reporter);
        InitializerCheck.Run(declaration, reporter);
        string name = declaration.Attribute.Named<string>("Over") ?? NoInput;
        int over = IndexOf(name);
        if (name.Length == 0)
        {
            reporter.Report(
                Rules.OverDoesNotFit,
                declaration.Attribute.LocationOf("Over"),
                $"'{declaration.Member.Name}' must name the set or map that it {(isSubset ? "picks from" : "points at")}: "
                    + "[ActionMask(Over = nameof(Units))]"
            );
        }
        else if (over < 0 && (invalidNames.Contains(name) || reporter.IsMisspelt(declaration.Attribute, "Over")))
        {
            reporter.MarkBroken();
        }
        else if (over < 0 || inputs[over].Kind == InputKind.Vector)
        {
            reporter.Report(
                Rules.UnknownReference,
                Place.At(declaration.Attribute.LocationOfValue("Over")).RelatedTo(MemberOf(declaration, name)),
                "Over",
                declaration.Member.Name,
                name,
                "an [EntityMask], an [AgentGrid] or an [Observation(channels, height, width)] member"
            );
            over = -1;
        }

        ChoiceKind choice = over >= 0 && inputs[over].Kind == InputKind.Entities ? ChoiceKind.Entity : ChoiceKind.Cell;
        string candidates =
            over < 0 ? "choices"
            : choice == ChoiceKind.Entity ? EntitiesOf(over)
            : CellsOf(over);
        return new HeadModel(
            declaration.Member,
            choice,
            "int",
            default,
            0,
            actor,
            over,
            $"({AxesOf(kind, each)}, {candidates})",
            candidates,
            "public",
            IsRequired(declaration, kind)
        );
    }

    private (ActorKind Kind, int Input) Each(Declaration declaration, Reporter reporter)
    {
        if (declaration.Attribute.Named<string>("Each") is not { } name)
        {
            return (ActorKind.Agent, -1);
        }

        int input = IndexOf(name);
        switch (input < 0 ? default(InputKind?) : inputs[input].Kind)
        {
            case InputKind.Entities:
                return (ActorKind.Entities, input);
            case InputKind.AgentMap:
                return (ActorKind.Cells, input);
            case null when invalidNames.Contains(name) || reporter.IsMisspelt(declaration.Attribute, "Each"):
                reporter.MarkBroken();
                return (ActorKind.Agent, -1);
            default:
                reporter.Report(
                    Rules.UnknownReference,
                    Place.At(declaration.Attribute.LocationOfValue("Each")).RelatedTo(MemberOf(declaration, name)),
                    "Each",
                    declaration.Member.Name,
                    name,
                    "an [EntityMask] or [AgentGrid] member"
                );
                return (ActorKind.Agent, -1);
        }
    }

    private int ActorOf(ActorKind kind, int input)
    {
        int actor = _actors.FindIndex(known => known.Kind == kind && known.Input == input);
        if (actor < 0)
        {
            actor = _actors.Count;
            _actors.Add((kind, input, []));
        }

        return actor;
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Member.Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The other member with a name; null if there is none.</summary>
    private static ISymbol? MemberOf(Declaration declaration, string name) => declaration.Property.ContainingType.GetMembers(name)
        .FirstOrDefault(member => !SymbolEqualityComparer.Default.Equals(member, declaration.Property));

    private string AxesOf(ActorKind kind, int input) => kind switch
    {
        ActorKind.Entities => $"batch, {EntitiesOf(input)}",
        ActorKind.Cells => $"batch, {CellsOf(input)}",
        _ => "batch",
    };

    /// <summary>The name of the entities axis of a set.</summary>
    private string EntitiesOf(int input) => AxesWithin(inputs[input].Shape)[1];

    /// <summary>The height and width axes of a map.</summary>
    private string CellsOf(int input) => string.Join(", ", AxesWithin(inputs[input].Shape).Skip(2));

    private static string[] AxesWithin(string shape) => shape.Trim('(', ')').Split([", "], StringSplitOptions.None);

    /// <summary>
    /// Whether every row must have a legal choice. Entities and agents on a map may have none. The one agent may have none with AllowEmpty,
    /// and for a QHead, where a row without legal choices is a terminal state.
    /// </summary>
    private static bool IsRequired(Declaration declaration, ActorKind kind) =>
        kind == ActorKind.Agent && !declaration.Attribute.Named<bool>("AllowEmpty") && !QHeads.IsQHead(declaration);

    /// <summary>The size of a subset; null for other heads, which must not declare one.</summary>
    private static PicksModel? PickCounts(Declaration declaration, bool isSubset, Reporter reporter)
    {
        string name = declaration.Member.Name;
        string? given = declaration
            .Attribute.NamedArguments.Select(argument => argument.Key)
            .FirstOrDefault(key => key is "AtLeast" or "AtMost");
        if (!isSubset)
        {
            if (given is not null)
            {
                reporter.Report(
                    Rules.PicksDoNotFit,
                    declaration.Attribute.LocationOf(given),
                    $"{given} of '{name}' belongs to a SubsetHead; a {declaration.Property.Type.Name} makes one choice"
                );
            }

            return null;
        }

        int atMost = declaration.Attribute.Named<int>("AtMost");
        int atLeast = declaration.Attribute.NamedArguments.Any(argument => argument.Key == "AtLeast")
            ? declaration.Attribute.Named<int>("AtLeast")
            : 1;
        if (atMost < 1)
        {
            reporter.Report(
                Rules.PicksDoNotFit,
                declaration.Attribute.LocationOf("AtMost"),
                $"'{name}' must say how many it picks at most: [ActionMask(Over = nameof(Units), AtMost = 8)]"
            );
        }
        else if (atLeast < 0 || atLeast > atMost)
        {
            reporter.Report(
                Rules.PicksDoNotFit,
                declaration.Attribute.LocationOf("AtLeast"),
                $"AtLeast of '{name}' must be from 0 to AtMost, {atMost}, and is {atLeast}"
            );
        }

        Place limit = Place.At(declaration.Attribute.LocationOf("AtMost"));
        Limits.RequireAtMost(limit, name, "AtMost", Limits.Picks, atMost, reporter);
        return new PicksModel(Math.Min(Math.Max(0, atLeast), Limits.Picks), Limits.Clamp(atMost, Limits.Picks));
    }

    /// <summary>Whether the actors of a pointer choose different candidates.</summary>
    private static bool IsDistinct(Declaration declaration, bool isPointer, ActorKind kind, Reporter reporter)
    {
        if (declaration.Property.AttributeOf(KnownTypes.Distinct) is not { } attribute || QHeads.IsQHead(declaration))
        {
            return false;
        }

        string? mistake = !isPointer ? $"is a {declaration.Property.Type.Name}"
            : kind == ActorKind.Agent && declaration.Attribute.Named<string>("Each") is null ? "acts once in each environment"
            : null;
        if (mistake is not null)
        {
            Place place = Place.At(attribute.Location()).RelatedTo(declaration.ChosenLocation);
            reporter.Report(Rules.DistinctDoesNotFit, place, declaration.Member.Name, mistake);
        }

        return mistake is null;
    }

    private static bool SumsEntropy(Declaration declaration) => declaration.Attribute.NamedArguments.Any(argument =>
        argument.Key == "EntropyReduction" && argument.Value is { Kind: TypedConstantKind.Enum, Value: 1 });
}
