namespace Masking.Generators;

/// <summary>What came of reading a class.</summary>
/// <param name="Policy">What was decided about it; null where it could not be read.</param>
/// <param name="Fault">Why not; null where it was read.</param>
internal sealed record Reading(PolicyModel? Policy, Fault? Fault);
