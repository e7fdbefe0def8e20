using Masking.Choices;
using Masking.Networks;

namespace Masking.Heads;

/// <summary>A component of a head: one choice of a record struct.</summary>
internal sealed class ComponentPlan
{
    private ComponentPlan(int columns, bool isFlags, Gate? gate)
    {
        Columns = columns;
        IsFlags = isFlags;
        Gate = gate;
    }

    /// <summary>The number of logits.</summary>
    internal int Columns { get; }

    /// <summary>Whether the logits are those of independent bits.</summary>
    internal bool IsFlags { get; }

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
        return new ComponentPlan(Sizes.Positive(component.Choices.Count), component.IsFlags, gate);
    }

    /// <summary>Creates a component that chooses one of several values.</summary>
    /// <param name="choices">The number of choices.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="choices"/> is not positive.</exception>
    public static ComponentPlan Choice(int choices) => new(Sizes.Positive(choices), isFlags: false, gate: null);

    /// <summary>Creates a component of independent bits.</summary>
    /// <param name="bits">The number of bits.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bits"/> is not positive.</exception>
    public static ComponentPlan Flags(int bits) => new(Sizes.Positive(bits), isFlags: true, gate: null);

    /// <summary>Returns this component with a condition: it is active only for some choices of an earlier component.</summary>
    /// <param name="component">The index of the earlier component.</param>
    /// <param name="isActive">For each choice of the earlier component, whether this component is active.</param>
    public ComponentPlan ActiveWhen(int component, params bool[] isActive) => new(Columns, IsFlags, new Gate(component, isActive));
}
