using System.Globalization;

namespace Masking.ModelFiles;

/// <summary>
/// States the differences between the declaration in a model file and that of a policy. The order of members and the reduction of entropies
/// do not count, because the values of a policy do not depend on them.
/// </summary>
internal sealed class DeclarationDifferences
{
    /// <summary>Lists with more items are not written out.</summary>
    private const int MostListed = 16;

    private readonly List<string> _sentences = [];
    private readonly string _policy;

    private DeclarationDifferences(string policy) => _policy = policy;

    /// <summary>A sentence for each difference.</summary>
    public static IReadOnlyList<string> Between(PolicyDeclaration saved, PolicyDeclaration current)
    {
        DeclarationDifferences differences = new(current.Name);
        differences.Compare(saved, current);
        if (differences._sentences.Count > 0 && saved.Name != current.Name)
        {
            differences._sentences.Insert(0, $"The file is of the policy {saved.Name}.");
        }

        return differences._sentences;
    }

    private void Compare(PolicyDeclaration saved, PolicyDeclaration current)
    {
        CompareNames("inputs", saved.Inputs.Select(input => input.Name), current.Inputs.Select(input => input.Name));
        foreach ((InputDeclaration was, InputDeclaration now) in Pairs(saved.Inputs, current.Inputs, input => input.Name))
        {
            Compare(was, now);
        }

        Compare(_policy, "core", saved.Core.Name, current.Core.Name);
        string core = $"{_policy}.{current.Core.Name}";
        Compare(core, "type", saved.Core.Part, current.Core.Part);
        Compare(core, "width", saved.Core.Width, current.Core.Width);
        CompareLists(core, "memory", saved.Core.Memory, current.Core.Memory);

        CompareNames("heads", saved.Heads.Select(head => head.Name), current.Heads.Select(head => head.Name));
        foreach ((HeadDeclaration was, HeadDeclaration now) in Pairs(saved.Heads, current.Heads, head => head.Name))
        {
            Compare(was, EachOf(saved, was), now, EachOf(current, now));
        }

        Compare(_policy, "value", saved.Value ?? "none", current.Value ?? "none");
        if (saved.HasValue && current.HasValue && saved.ValueEach != current.ValueEach)
        {
            Add($"{_policy}.{current.Value}", "was a value of", TextOfValueActor(saved.ValueEach), "is now one of",
                TextOfValueActor(current.ValueEach));
        }
    }

    private void Compare(InputDeclaration was, InputDeclaration now)
    {
        string member = $"{_policy}.{now.Name}";
        if (was.Kind != now.Kind)
        {
            Add(member, "was", TextOf(was.Kind), "is now", TextOf(now.Kind));
        }

        Compare(member, "size", string.Join(" × ", was.Size), string.Join(" × ", now.Size));
        Compare(member, "type", was.Part, now.Part);
        if (was.HasSight != now.HasSight)
        {
            Add(member, "had", was.HasSight ? "a sight mask" : "no sight mask", "now has", now.HasSight ? "one" : "none");
        }

        if (!was.AttendsTo.Order(StringComparer.Ordinal).SequenceEqual(now.AttendsTo.Order(StringComparer.Ordinal)))
        {
            Add(member, "attended to", Listed(was.AttendsTo), "now attends to", Listed(now.AttendsTo));
        }

        if (was.IsForValueOnly != now.IsForValueOnly)
        {
            Add(member, "was read by", TextOf(was), "is now read by", TextOf(now));
        }
    }

    private void Compare(HeadDeclaration was, string? wasActor, HeadDeclaration now, string? nowActor)
    {
        string member = $"{_policy}.{now.Name}";
        if (wasActor != nowActor)
        {
            Add(member, "acted for", TextOfActor(wasActor), "now acts for", TextOfActor(nowActor));
        }

        if (was.Kind != now.Kind || was.IsActionValue != now.IsActionValue)
        {
            Add(member, "was", TextOf(was), "is now", TextOf(now));
            return;
        }

        if (was.Over != now.Over)
        {
            Add(member, "chose from", was.Over ?? "nothing", "now chooses from", now.Over ?? "nothing");
        }

        if ((was.AtLeast, was.AtMost) != (now.AtLeast, now.AtMost))
        {
            Add(member, "picked", $"{was.AtLeast} to {was.AtMost}", "now picks", $"{now.AtLeast} to {now.AtMost}");
        }

        if (now.Kind == HeadKind.Compound)
        {
            CompareLists(member, "parameters", was.Components.Select(NameOf), now.Components.Select(NameOf));
        }

        foreach ((ComponentDeclaration first, ComponentDeclaration second) in Pairs(was.Components, now.Components, NameOf))
        {
            Compare(second.Name is null ? member : $"{member}.{second.Name}", first, second);
        }

        CompareConditions(member, was.ActiveWhen, now.ActiveWhen);
        if (!was.MaskRows.SequenceEqual(now.MaskRows))
        {
            Add(member, "had a mask per", TextOfRows(was), "now has one per", TextOfRows(now));
        }

        if (was.IsDistinct != now.IsDistinct)
        {
            Add(member, "had", TextOfRepetition(was), "now has", TextOfRepetition(now));
        }

        if (!was.Given.SequenceEqual(now.Given))
        {
            Add(member, "depended on", Listed(was.Given), "now depends on", Listed(now.Given));
        }
    }

    private void Compare(string member, ComponentDeclaration was, ComponentDeclaration now)
    {
        if (was.IsFlags != now.IsFlags)
        {
            Add(member, "was", was.IsFlags ? "flags" : "a choice", "is now", now.IsFlags ? "flags" : "a choice");
        }

        if ((was.Low, was.High) != (now.Low, now.High))
        {
            Compare(member, "interval", IntervalOf(was), IntervalOf(now));
        }

        if (!was.Choices.Equals(now.Choices))
        {
            if (was.Choices.AreNumbers || now.Choices.AreNumbers)
            {
                Compare(member, "choices", TextOf(was.Choices), TextOf(now.Choices));
            }
            else
            {
                CompareLists(member, "choices", was.Choices, now.Choices);
            }
        }

        CompareConditions(member, was.ActiveWhen, now.ActiveWhen);
    }

    private void CompareConditions(string member, ConditionDeclaration? was, ConditionDeclaration? now)
    {
        bool isSame = was?.Parent == now?.Parent && was?.IsNegated == now?.IsNegated
            && (was?.Choices ?? []).ToHashSet().SetEquals(now?.Choices ?? []);
        if (!isSame)
        {
            Add(member, "was active", TextOf(was), "is now active", TextOf(now));
        }
    }

    /// <summary>Compares the names of members, whose order does not count.</summary>
    private void CompareNames(string what, IEnumerable<string> saved, IEnumerable<string> current) =>
        CompareLists(_policy, what, saved.Order(StringComparer.Ordinal), current.Order(StringComparer.Ordinal));

    private void CompareLists(string member, string what, IEnumerable<string> saved, IEnumerable<string> current)
    {
        string[] was = [.. saved];
        string[] now = [.. current];
        if (was.SequenceEqual(now))
        {
            return;
        }

        if (Math.Max(was.Length, now.Length) <= MostListed)
        {
            Compare(member, what, Listed(was), Listed(now));
            return;
        }

        int first = Enumerable.Range(0, int.MaxValue).First(i => was.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        _sentences.Add($"{member} had {was.Length} {what} and now has {now.Length}; number {first + 1} was "
            + $"{was.ElementAtOrDefault(first) ?? "absent"} and is now {now.ElementAtOrDefault(first) ?? "absent"}.");
    }

    private void Compare<T>(string member, string what, T was, T now)
    {
        if (!Equals(was, now))
        {
            Add(member, $"had the {what}", $"{was}", "now has", $"{now}");
        }
    }

    private void Add(string member, string verb, string was, string verbNow, string now) =>
        _sentences.Add($"{member} {verb} {was} and {verbNow} {now}.");

    /// <summary>Items of both lists with the same name.</summary>
    private static IEnumerable<(T Was, T Now)> Pairs<T>(IEnumerable<T> saved, IEnumerable<T> current, Func<T, string> name) =>
        current.Join(saved, name, name, (now, was) => (was, now));

    private static string NameOf(ComponentDeclaration component) => component.Name ?? "";

    private static string? EachOf(PolicyDeclaration policy, HeadDeclaration head) =>
        policy.Actors.First(actor => actor.Heads.Any(other => ReferenceEquals(other, head))).Each;

    private static string Listed(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    private static string TextOf(ChoiceNames choices) =>
        choices.AreNumbers || choices.Count <= MostListed ? choices.ToString() : $"{choices[0]} to {choices[^1]}";

    private static string IntervalOf(ComponentDeclaration component) => component.IsNumber
        ? string.Create(CultureInfo.InvariantCulture, $"{component.Low} to {component.High}")
        : "none";

    private static string TextOf(InputKind kind) => kind switch
    {
        InputKind.Vector => "a vector",
        InputKind.Map => "a map",
        InputKind.Entities => "a set of entities",
        _ => "a map with agents",
    };

    private static string TextOf(InputDeclaration input) => input.IsForValueOnly ? "the value only" : "the core";

    private static string TextOfActor(string? each) => each is null ? "the single agent" : $"each of {each}";

    private static string TextOfValueActor(string? each) => each is null ? "the environment" : $"each of {each}";

    private static string TextOf(HeadDeclaration head) => head.Kind switch
    {
        _ when head.IsActionValue => "a head of action values",
        HeadKind.Choice => "a choice",
        HeadKind.Flags => "flags",
        HeadKind.Number => "a number",
        HeadKind.Compound => "a record struct",
        HeadKind.Pointer => "a pointer",
        _ => "a subset",
    };

    private static string TextOf(ConditionDeclaration? condition) =>
        condition is null ? "always"
            : $"when {condition.Parent} is {(condition.IsNegated ? "not " : "")}{string.Join(" or ", condition.Choices)}";

    private static string TextOfRepetition(HeadDeclaration head) =>
        $"actors that {(head.IsDistinct ? "choose differently" : "may choose alike")}";

    private static string TextOfRows(HeadDeclaration head) => head.MaskPer is null ? "actor" : string.Join(" and ", head.MaskRows);
}
