using System.ComponentModel;
using Masking.Choices;
using Masking.Networks;

namespace Masking.CompilerServices;

/// <summary>One of the components that a compound action consists of.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ComponentPlan
{
    private ComponentPlan(int columns, bool isFlags, Gate? gate)
    {
        Columns = columns;
        IsFlags = isFlags;
        Gate = gate;
    }

    /// <summary>The number of logits.</summary>
    internal int Columns { get; }

    /// <summary>Whether each logit is a bit of its own.</summary>
    internal bool IsFlags { get; }

    /// <summary>The condition on an earlier component under which this one is chosen; null: it always is.</summary>
    internal Gate? Gate { get; }

    /// <summary>The numbers that the component takes in an action.</summary>
    internal int Actions => IsFlags ? Columns : 1;

    /// <summary>One of a number of choices.</summary>
    /// <param name="choices">Choices.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no choice.</exception>
    public static ComponentPlan Choice(int choices) => new(Sizes.Positive(choices), isFlags: false, gate: null);

    /// <summary>Independent bits.</summary>
    /// <param name="bits">Bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no bit.</exception>
    public static ComponentPlan Flags(int bits) => new(Sizes.Positive(bits), isFlags: true, gate: null);

    /// <summary>The same component, which is chosen only where an earlier one chose one of some values.</summary>
    /// <param name="component">The place of the earlier component.</param>
    /// <param name="values">For each of its choices, whether this one is chosen.</param>
    public ComponentPlan ActiveWhen(int component, params bool[] values) => new(Columns, IsFlags, new Gate(component, values));

    /// <summary>The same component, which is chosen only where an earlier one, of many choices, chose one of some values.</summary>
    /// <param name="component">The place of the earlier component.</param>
    /// <param name="choices">The number of its choices.</param>
    /// <param name="values">Its choices for which this one is chosen.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is no choice, or there is none.</exception>
    public ComponentPlan ActiveWhen(int component, int choices, int[] values) => new(Columns, IsFlags, Gate.Of(component, choices, values));
}
