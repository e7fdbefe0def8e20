namespace Masking.Generators.Model;

/// <summary>A condition on another head under which a head acts.</summary>
/// <param name="Parent">The index of the other head.</param>
/// <param name="Values">For each of its choices, whether the head acts.</param>
internal sealed record GateModel(int Parent, EquatableArray<bool> Values);
