using Masking.Choices;
using Masking.Networks;

namespace Masking.Heads;

/// <summary>A component of a head: one choice of a record struct.</summary>
internal sealed class ComponentPlan
{
    private ComponentPlan(int columns, bool isFlags, NumberForm? number, Gate? gate)
    {
        Columns = columns;
        IsFlags = isFlags;
        Number = number;
        Gate = gate;
    }

    /// <summary>The number of logits; 2 for a number.</summary>
    internal int Columns { get; }

    /// <summary>Whether the logits are those of independent bits.</summary>
    internal bool IsFlags { get; }

    /// <summary>What the logits of a number mean; null for other choices.</summary>
    internal NumberForm? Number { get; }

    /// <summary>The condition on an earlier component under which this component is active; null if it always is.</summary>
    internal Gate? Gate { get; }

    /// <summary>The length of an action: 1, or the number of bits.</summary>
    internal int ActionLength => IsFlags ? Columns : 1;

    /// <summary>Creates the plan of a declared component.</summary>
    /// <param name="component">The declaration of the component.</param>
    /// <param name="components">The components of its head.</param>
    public static ComponentPlan Of(ComponentDeclaration component, IReadOnlyList<ComponentDeclaration> components)
    {
        int parent = components.TakeWhile(other => other.Name != component.ActiveWhen?.Parent).Count();
        Gate? gate = component.ActiveWhen is { } condition ? Gate.Of(condition, parent, components[parent].Choices) : null;
        return component is { Low: { } low, High: { } high }
            ? new ComponentPlan(NumberForm.Columns, isFlags: false, new NumberForm(low, high), gate)
            : new ComponentPlan(Sizes.Positive(component.Choices.Count), component.IsFlags, number: null, gate);
    }

    /// <summary>Creates a component that chooses one of several values.</summary>
    /// <param name="choices">The number of choices.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="choices"/> is not positive.</exception>
    public static ComponentPlan Choice(int choices) => new(Sizes.Positive(choices), isFlags: false, number: null, gate: null);

    /// <summary>Creates a component of independent bits.</summary>
    /// <param name="bits">The number of bits.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bits"/> is not positive.</exception>
    public static ComponentPlan Flags(int bits) => new(Sizes.Positive(bits), isFlags: true, number: null, gate: null);

    /// <summary>Creates a component that chooses a number from an interval.</summary>
    /// <param name="low">The low end.</param>
    /// <param name="high">The high end.</param>
    /// <exception cref="ArgumentException">The ends are not finite, or the low end is not below the high end.</exception>
    public static ComponentPlan FromInterval(float low, float high) =>
        new(NumberForm.Columns, isFlags: false, new NumberForm(low, high), gate: null);

    /// <summary>Returns this component with a condition: it is active only for some choices of an earlier component.</summary>
    /// <param name="component">The index of the earlier component.</param>
    /// <param name="isActive">For each choice of the earlier component, whether this component is active.</param>
    public ComponentPlan ActiveWhen(int component, params bool[] isActive) => new(Columns, IsFlags, Number, new Gate(component, isActive));
}
