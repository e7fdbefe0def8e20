namespace Masking;

/// <summary>The declaration of one choice of a head: its only one, or a parameter of a record struct.</summary>
/// <param name="Choices">The names of the choices, in the order of their indices; empty for a number.</param>
/// <example>
/// <code>
/// ComponentDeclaration order = new(["Hold", "Move", "Attack"]) { Name = "Order" };
/// ComponentDeclaration angle = new([]) { Low = -180, High = 180 };
/// ComponentDeclaration steps = new(ChoiceNames.Numbers(5)) { Name = "Steps", ActiveWhen = new("Order", ["Move"]) };
/// </code>
/// </example>
public sealed record ComponentDeclaration(ChoiceNames Choices)
{
    /// <summary>The name of the parameter; null if the head has no record struct.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the choices are independent bits.</summary>
    public bool IsFlags { get; init; }

    /// <summary>The low end of the interval of a number; null for other choices.</summary>
    public float? Low { get; init; }

    /// <summary>The high end of the interval of a number; null for other choices.</summary>
    public float? High { get; init; }

    /// <summary>Whether a number from an interval is chosen.</summary>
    internal bool IsNumber => Low is not null;

    /// <summary>The condition on an earlier parameter under which this one is active; null if it always is.</summary>
    public ConditionDeclaration? ActiveWhen { get; init; }
}
