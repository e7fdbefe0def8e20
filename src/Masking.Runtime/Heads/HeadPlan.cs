using System.ComponentModel;
using Masking.Choices;

namespace Masking.CompilerServices;

/// <summary>What one head chooses, and on what that depends.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record HeadPlan
{
    private HeadPlan(string name, params ComponentPlan[] components)
    {
        Name = name;
        Components = components;
    }

    /// <summary>The name of the declared member, for errors.</summary>
    internal string Name { get; }

    /// <summary>What is chosen, side by side; empty for a pointer and a subset, whose choices the batch decides.</summary>
    internal ComponentPlan[] Components { get; }

    /// <summary>The least and the most picks of a subset; null for others.</summary>
    internal (int AtLeast, int AtMost)? Picks { get; private init; }

    /// <summary>Whether an action has an axis of its own: of components, bits or picks.</summary>
    internal bool HasActionAxis { get; private init; }

    /// <summary>The condition on another head under which this one acts; null: it always does.</summary>
    internal Gate? Gate { get; private init; }

    /// <summary>The head whose choice selects the row of the mask; null: the mask has one row.</summary>
    internal int? Table { get; private init; }

    /// <summary>The heads whose choices the logits depend on.</summary>
    internal IReadOnlyList<int> Parents { get; private init; } = [];

    /// <summary>How the entropies of many actors become one number.</summary>
    internal EntropyReduction EntropyReduction { get; private init; }

    /// <summary>Whether the batch decides on how many choices there are.</summary>
    internal bool IsPointer => Components.Length == 0;

    /// <summary>The numbers in one action.</summary>
    internal int Actions => Picks?.AtMost ?? (IsPointer ? 1 : Components.Sum(component => component.Actions));

    /// <summary>Whether one choice is all that it makes, so that others can depend on which.</summary>
    internal bool IsOneChoice => Picks is null && !HasActionAxis;

    /// <summary>Whether its logits depend on what was chosen: by others, or by its own picks before.</summary>
    internal bool FollowsChoices => Parents.Count > 0 || Picks is not null;

    /// <summary>The heads that must choose before this one.</summary>
    internal IEnumerable<int> Earlier => new[] { Gate?.Parent, Table }.OfType<int>().Concat(Parents);

    /// <summary>A head that takes one of a number of choices.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="choices">Choices.</param>
    public static HeadPlan Choice(string name, int choices) => new(name, ComponentPlan.Choice(choices));

    /// <summary>A head of independent bits.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="bits">Bits.</param>
    public static HeadPlan Flags(string name, int bits) => new(name, ComponentPlan.Flags(bits)) { HasActionAxis = true };

    /// <summary>A head that chooses something compound.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="components">Its components, each behind those that it depends on; at least one.</param>
    /// <exception cref="ArgumentException">There is no component, one depends on a later one or on bits, or they have too many choices
    /// together.</exception>
    public static HeadPlan Compound(string name, params ComponentPlan[] components)
    {
        ArgumentNullException.ThrowIfNull(components);
        for (int i = 0; i < components.Length; i++)
        {
            if (
                components[i].Gate is { } gate
                && (
                    gate.Parent < 0
                    || gate.Parent >= i
                    || components[gate.Parent].IsFlags
                    || gate.Values.Length != components[gate.Parent].Columns
                )
            )
            {
                throw new ArgumentException(
                    $"{name}: expected component {i} to depend on an earlier one that takes one of {gate.Values.Length} choices, got component {gate.Parent}.",
                    nameof(components)
                );
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

    /// <summary>A head that points at one of the candidates that the batch brings.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    public static HeadPlan Pointer(string name) => new(name);

    /// <summary>A head that picks several of the candidates that the batch brings.</summary>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="atLeast">The least picks.</param>
    /// <param name="atMost">The most picks.</param>
    /// <exception cref="ArgumentOutOfRangeException">The numbers of picks contradict each other.</exception>
    public static HeadPlan Subset(string name, int atLeast, int atMost)
    {
        MaskedSubset.RequirePickCounts(atLeast, atMost);
        return new HeadPlan(name) { Picks = (atLeast, atMost), HasActionAxis = true };
    }

    /// <summary>The same head, which acts only where another chose one of some values.</summary>
    /// <param name="head">The other head: its place among the heads of the actor.</param>
    /// <param name="values">For each choice of the other head, whether this one acts.</param>
    public HeadPlan ActiveWhen(int head, params bool[] values) => this with { Gate = new Gate(head, values) };

    /// <summary>The same head, which acts only where another, of many choices, chose one of some values.</summary>
    /// <param name="head">The other head: its place among the heads of the actor.</param>
    /// <param name="choices">The number of its choices.</param>
    /// <param name="values">The choices of the other head for which this one acts.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is no choice, or there is none.</exception>
    public HeadPlan ActiveWhen(int head, int choices, int[] values) => this with { Gate = Gate.Of(head, choices, values) };

    /// <summary>
    /// The same head, with a row of its mask for each choice of another head: the mask has an axis of those in front of its own choices.
    /// </summary>
    /// <param name="head">The other head: its place among the heads of the actor.</param>
    public HeadPlan MaskPer(int head) => this with { Table = head };

    /// <summary>The same head, whose logits depend on what others chose.</summary>
    /// <param name="heads">The other heads: their places among the heads of the actor, in the order in which the head was built for
    /// them.</param>
    public HeadPlan Given(params int[] heads) => this with { Parents = heads };

    /// <summary>The same head, whose entropies are summed over actors where they are averaged otherwise.</summary>
    public HeadPlan SumEntropy() => this with { EntropyReduction = EntropyReduction.Sum };
}
