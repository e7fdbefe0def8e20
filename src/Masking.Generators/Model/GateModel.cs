namespace Masking.Generators.Model;

/// <summary>A condition on another head, or on another component, under which one is active.</summary>
/// <param name="Parent">The index of the other head or component.</param>
/// <param name="Values">For each choice of the parent, whether the condition is met.</param>
/// <param name="IsNegated">Whether the declaration lists the choices for which it is not met.</param>
internal sealed record GateModel(int Parent, EquatableArray<bool> Values, bool IsNegated);
