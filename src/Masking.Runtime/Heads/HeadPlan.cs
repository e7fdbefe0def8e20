using Masking.Choices;

namespace Masking.Heads;

/// <summary>What a head chooses, and the indices of the heads that it depends on.</summary>
internal sealed record HeadPlan
{
    private HeadPlan(string name, params ComponentPlan[] components)
    {
        Name = name;
        Components = components;
    }

    /// <summary>The name of the declared member, for errors.</summary>
    internal string Name { get; }

    /// <summary>The components of the head; empty for a pointer or a subset, whose candidates differ from batch to batch.</summary>
    internal ComponentPlan[] Components { get; }

    /// <summary>The number of columns of the mask, which are those of the logits except two for each number; 0 for a pointer.</summary>
    internal int Choices => Components.Sum(component => component.Number is null ? component.Columns : 0);

    /// <summary>The number of numbers from intervals in an action.</summary>
    internal int Numbers => Components.Count(component => component.Number is not null);

    /// <summary>The minimum and maximum number of picks of a subset; null for other heads.</summary>
    internal (int AtLeast, int AtMost)? Picks { get; private init; }

    /// <summary>Whether actions have a last axis of components, bits or picks.</summary>
    internal bool HasActionAxis { get; private init; }

    /// <summary>The condition on another head under which this head is active; null if it always is.</summary>
    internal Gate? Gate { get; private init; }

    /// <summary>The heads whose choices select the row of the mask, in the order of the axes; empty if the mask has one row.</summary>
    internal IReadOnlyList<int> Tables { get; private init; } = [];

    /// <summary>The heads on whose choices the logits depend.</summary>
    internal IReadOnlyList<int> Parents { get; private init; } = [];

    /// <summary>How the entropies of several actors of one environment are combined.</summary>
    internal EntropyReduction EntropyReduction { get; private init; }

    /// <summary>Whether the head chooses among candidates, whose number differs from batch to batch.</summary>
    internal bool IsPointer => Components.Length == 0;

    /// <summary>The length of an action: 1, or the number of bits or picks, or the sum over the components.</summary>
    internal int ActionLength => Picks?.AtMost ?? (IsPointer ? 1 : Components.Sum(component => component.ActionLength));

    /// <summary>Whether an action is a single index of a choice, or a single number.</summary>
    internal bool IsSingle => Picks is null && !HasActionAxis;

    /// <summary>Whether the head makes a single choice, so that other heads can use ActiveWhen and MaskPer on it.</summary>
    internal bool IsSingleChoice => IsSingle && Numbers == 0;

    /// <summary>The tensors with the actions of the head: the indices of choices, the numbers, or both.</summary>
    /// <param name="head">The index of the head.</param>
    internal IEnumerable<ActionTensor> ActionTensors(int head)
    {
        if (ActionLength > Numbers)
        {
            yield return new ActionTensor(head, Name, IsNumbers: false, ActionLength - Numbers);
        }

        if (Numbers > 0)
        {
            yield return new ActionTensor(head, ActionLength > Numbers ? $"{Name}Numbers" : Name, IsNumbers: true, Numbers);
        }
    }

    /// <summary>Whether the actors of an environment choose different candidates.</summary>
    internal bool IsDistinct { get; private init; }

    /// <summary>
    /// Whether the distribution depends on earlier choices other than through gates and tables: on those of other heads, on earlier picks
    /// of a subset, or on those of earlier actors.
    /// </summary>
    internal bool DependsOnChoices => Parents.Count > 0 || Picks is not null || IsDistinct;

    /// <summary>Whether the head may act whatever other heads choose.</summary>
    internal bool IsIndependent => Gate is null && Tables.Count == 0;

    /// <summary>The heads that must choose before this head.</summary>
    internal IEnumerable<int> Dependencies => new[] { Gate?.Parent }.OfType<int>().Concat(Tables).Concat(Parents);

    /// <summary>Creates the plan of a declared head.</summary>
    /// <param name="head">The declaration of the head.</param>
    /// <param name="heads">The heads of its actor, in the order of declaration.</param>
    /// <exception cref="ArgumentException">The head depends on a head or a choice that does not exist.</exception>
    public static HeadPlan Of(HeadDeclaration head, IReadOnlyList<HeadDeclaration> heads)
    {
        HeadPlan plan = head.Kind switch
        {
            HeadKind.Choice => Choice(head.Name, head.Components[0].Choices.Count),
            HeadKind.Flags => Flags(head.Name, head.Components[0].Choices.Count),
            HeadKind.Number => FromInterval(head.Name, head.Components[0].Low ?? 0, head.Components[0].High ?? 0),
            HeadKind.Compound => Compound(head.Name, [.. head.Components.Select(each => ComponentPlan.Of(each, head.Components))]),
            HeadKind.Pointer => Pointer(head.Name),
            _ => Subset(head.Name, head.AtLeast ?? 1, head.AtMost ?? 1),
        };
        int IndexOf(string parent) => heads.TakeWhile(other => other.Name != parent).Count();

        return plan with
        {
            Gate = head.ActiveWhen is not { } condition ? null
                : Gate.Of(condition, IndexOf(condition.Parent), heads[IndexOf(condition.Parent)].Components[0].Choices),
            Tables = [.. head.MaskRows.Select(IndexOf)],
            Parents = [.. head.Given.Select(IndexOf)],
            EntropyReduction = head.EntropyReduction,
            IsDistinct = head.IsDistinct,
        };
    }

    /// <summary>Creates a head that chooses one of several values.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="choices">The number of choices.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="choices"/> is not positive.</exception>
    public static HeadPlan Choice(string name, int choices) => new(name, ComponentPlan.Choice(choices));

    /// <summary>Creates a head of independent bits.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="bits">The number of bits.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bits"/> is not positive.</exception>
    public static HeadPlan Flags(string name, int bits) => new(name, ComponentPlan.Flags(bits)) { HasActionAxis = true };

    /// <summary>Creates a head that chooses a number from an interval.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="low">The low end.</param>
    /// <param name="high">The high end.</param>
    /// <exception cref="ArgumentException">The ends are not finite, or the low end is not below the high end.</exception>
    public static HeadPlan FromInterval(string name, float low, float high) => new(name, ComponentPlan.FromInterval(low, high));

    /// <summary>Creates a head that chooses a record struct.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="components">The components, each after those that it depends on; at least one.</param>
    /// <exception cref="ArgumentException">There is no component, a component depends on a later one, on bits or on a number, or the sum of
    /// the choices exceeds <see cref="int.MaxValue"/>.</exception>
    public static HeadPlan Compound(string name, params ComponentPlan[] components)
    {
        ArgumentNullException.ThrowIfNull(components);
        for (int i = 0; i < components.Length; i++)
        {
            if (components[i].Gate is { } gate && (gate.Parent < 0 || gate.Parent >= i || components[gate.Parent].IsFlags
                || components[gate.Parent].Number is not null || gate.Values.Length != components[gate.Parent].Columns))
            {
                throw new ArgumentException(
                    $"{name}: expected component {i} to depend on an earlier component with {gate.Values.Length} choices, got component "
                        + $"{gate.Parent}.",
                    nameof(components));
            }
        }

        long columns = components.Sum(component => (long)component.Columns);
        if (columns > int.MaxValue)
        {
            throw new ArgumentException($"{name}: expected at most {int.MaxValue} choices in all components together, got {columns}.",
                nameof(components));
        }

        return components.Length > 0
            ? new HeadPlan(name, components) { HasActionAxis = true }
            : throw new ArgumentException($"{name}: expected at least one component, got none.", nameof(components));
    }

    /// <summary>Creates a head that chooses one of the candidates of a batch.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    public static HeadPlan Pointer(string name) => new(name);

    /// <summary>Creates a head that picks several of the candidates of a batch.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="atLeast">The minimum number of picks.</param>
    /// <param name="atMost">The maximum number of picks.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="atMost"/> is not positive, or <paramref name="atLeast"/> is not from 0
    /// to <paramref name="atMost"/>.</exception>
    public static HeadPlan Subset(string name, int atLeast, int atMost)
    {
        MaskedSubset.RequirePickCounts(atLeast, atMost);
        return new HeadPlan(name) { Picks = (atLeast, atMost), HasActionAxis = true };
    }

    /// <summary>Returns this head with a condition: it is active only for some choices of another head.</summary>
    /// <param name="head">The index of the other head among the heads of the actor.</param>
    /// <param name="isActive">For each choice of the other head, whether this head is active.</param>
    public HeadPlan ActiveWhen(int head, params bool[] isActive) => this with { Gate = new Gate(head, isActive) };

    /// <summary>
    /// Returns this head with a mask that has a row for each choice of another head, or for each combination of the choices of several. The
    /// axes of these rows precede the axis of the choices.
    /// </summary>
    /// <param name="heads">The indices of the other heads among the heads of the actor.</param>
    public HeadPlan MaskPer(params int[] heads) => this with { Tables = heads };

    /// <summary>Returns this head with logits that depend on the choices of other heads.</summary>
    /// <param name="heads">The indices of the other heads among the heads of the actor, in the order of the constructor of the
    /// head.</param>
    public HeadPlan Given(params int[] heads) => this with { Parents = heads };

    /// <summary>Returns this pointer with actors that choose different candidates.</summary>
    public HeadPlan Distinct() => this with { IsDistinct = true };

    /// <summary>Returns this head with the sum of the entropies of its actors instead of their mean.</summary>
    public HeadPlan SumEntropy() => this with { EntropyReduction = EntropyReduction.Sum };
}
