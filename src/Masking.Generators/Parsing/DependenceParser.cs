using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>
/// Parses the dependencies between heads: <c>[ActiveWhen]</c> and <c>[ActiveUnless]</c>, which decide whether a head is active,
/// <c>[MaskPer]</c>, which selects a row of its mask, and <c>[Given]</c>, which its logits depend on.
/// </summary>
/// <param name="declarations">The declarations of the heads.</param>
/// <param name="heads">The heads without their dependencies, in the same order.</param>
/// <param name="invalidNames">The names of members that have mistakes already.</param>
internal sealed class DependenceParser(
    IReadOnlyList<Declaration> declarations, IReadOnlyList<HeadModel> heads, HashSet<string> invalidNames)
{
    private const int None = -1;
    private const string HeadArgument = "head";
    private const string HeadsArgument = "heads";
    private const string OthersArgument = "others";

    /// <summary>The heads with their dependencies.</summary>
    public EquatableArray<HeadModel> Parse(Reporter reporter, CancellationToken cancellation)
    {
        HeadModel[] related = [.. heads.WithCancellation(cancellation).Select((head, i) => Relate(i, reporter.For(declarations[i])))];

        // A cycle is one mistake. It is reported at its first member.
        HashSet<int> reported = [];
        int suspects = ChoosingOrder.HasCycle(related) ? related.Length : 0;
        for (int i = 0; i < suspects; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            HashSet<int> ancestors = AncestorsOf(related, i);
            if (ancestors.Contains(i) && !reported.Overlaps(ancestors))
            {
                reporter.Report(Rules.DependsOnItself, PlaceInCycle(related, i), declarations[i].Member.Name);
                reported.Add(i);
            }
        }

        return related.ToEquatableArray();
    }

    private HeadModel Relate(int head, Reporter reporter)
    {
        HeadModel model = heads[head];
        if (ConditionParser.AttributeOf(declarations[head].Property, model.Member.Name, Place.At, reporter) is { } condition)
        {
            int parent = OneParentOf(head, condition, NameIn(condition), condition.LocationOf(HeadArgument), reporter);
            model =
                parent == None
                    ? model
                    : model with
                    {
                        Gate = new GateModel(parent, Values(head, parent, condition, reporter), ConditionParser.IsNegated(condition)),
                        IsRequired = false,
                    };
        }

        if (AttributeOf(head, KnownTypes.MaskPer) is { } maskPer)
        {
            int[] parents = [.. RowParentsOf(head, maskPer, reporter)];
            model = parents.Length == 0 ? model : model with
            {
                Tables = parents.ToEquatableArray(),
                MaskShape = WithRows(model.MaskShape, model.ChoiceAxes, parents),
                RangeShape = model.RangeShape is null ? null : WithRows(model.RangeShape, model.RangeAxes, parents),
                IsRequired = false,
            };
        }

        if (AttributeOf(head, KnownTypes.Given) is { } given)
        {
            string?[] names = given.ConstructorArguments.FirstOrDefault() switch
            {
                { Kind: not TypedConstantKind.Array } => [null],
                { IsNull: true } => [],
                TypedConstant list => [.. list.Values.Select(value => value.GivenName())],
            };
            int[] parents = [.. names
                .Select((name, i) => ParentOf(head, given, name, given.LocationOfElement(HeadsArgument, i), reporter))
                .Where(parent => parent != None).Distinct()
                .OrderBy(parent => heads[parent].Member.Name, StringComparer.Ordinal)];
            if (names.Length == 0)
            {
                reporter.Report(Rules.UnknownHead, given.Location(), given.ShortName(), model.Member.Name, "nothing");
            }

            model = model with { Givens = parents.ToEquatableArray() };
        }

        return model;
    }

    private AttributeData? AttributeOf(int head, string name) => declarations[head].Property.AttributeOf(name);

    /// <summary>The name in the first argument of an attribute; null if the compiler reports it.</summary>
    private static string? NameIn(AttributeData attribute) => attribute.ConstructorArguments.FirstOrDefault().GivenName();

    /// <summary>
    /// The indices of the heads whose choices select the row of the mask, in the order in which the attribute names them.
    /// </summary>
    private IEnumerable<int> RowParentsOf(int head, AttributeData attribute, Reporter reporter)
    {
        List<int> parents = [];
        TypedConstant others = attribute.ConstructorArguments.ElementAtOrDefault(1);
        string?[] names = [NameIn(attribute), .. others is { Kind: TypedConstantKind.Array, IsNull: false } list
            ? list.Values.Select(value => value.GivenName())
            : []];
        for (int i = 0; i < names.Length; i++)
        {
            Location? where = i == 0 ? attribute.LocationOf(HeadArgument) : attribute.LocationOfElement(OthersArgument, i - 1);
            int parent = OneParentOf(head, attribute, names[i], where, reporter);
            if (parent != None && parents.Contains(parent))
            {
                reporter.Report(
                    Rules.UnknownHead, where, attribute.ShortName(), heads[head].Member.Name, $"'{heads[parent].Member.Name}' twice");
            }
            else if (parent != None)
            {
                parents.Add(parent);
            }
        }

        return parents;
    }

    /// <summary>The index of a head that an attribute names, which must make one choice.</summary>
    private int OneParentOf(int head, AttributeData attribute, string? name, Location? where, Reporter reporter)
    {
        int parent = ParentOf(head, attribute, name, where, reporter);
        if (parent == None || (!heads[parent].HasActionAxis && heads[parent].Interval is null))
        {
            return parent;
        }

        Place place = Place.At(where).RelatedTo(declarations[parent].Property);
        reporter.Report(Rules.SeveralChoices, place, attribute.ShortName(), heads[head].Member.Name, heads[parent].Member.Name,
            heads[parent].Interval is null ? "makes several choices at once"
                : "chooses a number from an interval and has no choices to list");
        return None;
    }

    /// <summary>The index of the head that an attribute names. Reports a name that it cannot depend on, and returns none.</summary>
    private int ParentOf(int head, AttributeData attribute, string? name, Location? where, Reporter reporter)
    {
        int parent = Enumerable.Range(0, heads.Count).Where(i => heads[i].Member.Name == name).DefaultIfEmpty(None).First();
        if (name is null || (parent == None && (invalidNames.Contains(name) || reporter.IsMisspelt(attribute, argument: null))))
        {
            reporter.MarkBroken();
            return None;
        }

        if (parent == None || parent == head || heads[parent].Actor != heads[head].Actor)
        {
            Place place = Place.At(where).RelatedTo(parent == None || parent == head ? null : declarations[parent].Property);
            reporter.Report(Rules.UnknownHead, place, attribute.ShortName(), heads[head].Member.Name, $"'{name}'");
            return None;
        }

        return parent;
    }

    /// <summary>For each choice of the parent, whether the attribute lists it.</summary>
    private EquatableArray<bool> Values(int head, int parent, AttributeData attribute, Reporter reporter)
    {
        void Refuse(Location? where, string explanation) => reporter.Report(Rules.ValueDoesNotFit,
            Place.At(where).RelatedTo(declarations[parent].Property), attribute.ShortName(), heads[head].Member.Name, explanation);

        string name = heads[parent].Member.Name;
        if (heads[parent].Over >= 0)
        {
            Refuse(attribute.LocationOf(HeadArgument), $"'{name}' is a PointerHead, whose choices have no names; depend on a Head<T>");
            return default;
        }

        ITypeSymbol type = declarations[parent].Property.Type.ChosenType()!;
        return ConditionParser.ValuesOf(attribute, type, heads[parent].Choices, name, Refuse, reporter).ToEquatableArray();
    }

    /// <summary>The name through which a head depends on itself, related to the other heads of the cycle.</summary>
    private Place PlaceInCycle(HeadModel[] related, int head)
    {
        bool LeadsBack(int parent) => parent == head || AncestorsOf(related, parent).Contains(head);
        HeadModel model = related[head];
        Location? name =
            model.Gate is { } gate && LeadsBack(gate.Parent)
                ? (AttributeOf(head, KnownTypes.ActiveWhen) ?? AttributeOf(head, KnownTypes.ActiveUnless))?.LocationOf(HeadArgument)
            : model.Tables.Any(LeadsBack) && AttributeOf(head, KnownTypes.MaskPer) is { } maskPer ? LocationOfRow(maskPer, LeadsBack)
            : AttributeOf(head, KnownTypes.Given) is { } given ? LocationOfGiven(given, LeadsBack)
            : null;
        return Enumerable.Range(0, heads.Count)
            .Where(other => other != head && LeadsBack(other) && AncestorsOf(related, head).Contains(other))
            .Aggregate(Place.At(name), (place, other) => place.RelatedTo(declarations[other].Property));
    }

    private Location? LocationOfRow(AttributeData maskPer, Func<int, bool> isWanted) =>
        IndexOfNamed([NameIn(maskPer) ?? "", .. maskPer.ConstructorArguments.ElementAtOrDefault(1).ListedNames() ?? []], isWanted) switch
        {
            0 => maskPer.LocationOf(HeadArgument),
            int index => maskPer.LocationOfElement(OthersArgument, index - 1),
        };

    private Location? LocationOfGiven(AttributeData given, Func<int, bool> isWanted)
    {
        string[] names = given.ConstructorArguments.FirstOrDefault().ListedNames() ?? [];
        return given.LocationOfElement(HeadsArgument, IndexOfNamed(names, isWanted));
    }

    /// <summary>The index of the first name of a head that fulfills a condition; -1 if there is none.</summary>
    private int IndexOfNamed(string[] names, Func<int, bool> isWanted) =>
        Array.FindIndex(names, name => Enumerable.Range(0, heads.Count).Any(i => heads[i].Member.Name == name && isWanted(i)));

    /// <summary>
    /// The shape of a mask with one row per combination of the choices of its parents: their axes stand in front of the head's own choices.
    /// </summary>
    private string WithRows(string mask, string choiceAxes, IEnumerable<int> parents)
    {
        string rows = string.Join(", ", parents.Select(parent => heads[parent]).Select(parent =>
            parent.Over >= 0 ? parent.ChoiceAxes : parent.Choices.ToString(CultureInfo.InvariantCulture)));
        string shape = mask.TrimEnd(')');
        return $"{shape.Substring(0, shape.Length - choiceAxes.Length)}{rows}, {choiceAxes})";
    }

    /// <summary>The heads that a head depends on, directly or indirectly.</summary>
    private static HashSet<int> AncestorsOf(HeadModel[] related, int head)
    {
        HashSet<int> ancestors = [];
        Queue<int> open = new(ParentsOf(related[head]));
        while (open.Count > 0)
        {
            int next = open.Dequeue();
            if (ancestors.Add(next))
            {
                foreach (int parent in ParentsOf(related[next]))
                {
                    open.Enqueue(parent);
                }
            }
        }

        return ancestors;
    }

    /// <summary>The heads that a head depends on directly.</summary>
    public static IEnumerable<int> ParentsOf(HeadModel head) =>
        (head.Gate is { } gate ? [gate.Parent] : Array.Empty<int>()).Concat(head.Tables).Concat(head.Givens);
}
