namespace Masking.Generators.Members;

/// <summary>A parameter of the constructors of <c>Batch</c> and <c>Rollout</c>: a size that the declaration leaves open.</summary>
/// <param name="Axis">The axis of a shape that has this size: <c>entities</c>.</param>
/// <param name="Name">The parameter's name.</param>
/// <param name="Summary">The parameter's documentation.</param>
/// <param name="CanBeZero">Whether the size may be 0, as a number of entities may.</param>
internal sealed record SizeParameter(string Axis, string Name, string Summary, bool CanBeZero);
