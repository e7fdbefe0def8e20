namespace Masking.Generators.Model;

/// <summary>A module, parameter or buffer of the policy's own: a field, or the field of an auto-property.</summary>
/// <param name="Name">The name under which it is registered.</param>
/// <param name="Identifier">The field or property as it stands in code, escaped where it is a keyword.</param>
/// <param name="TensorType">
/// The type of a parameter or buffer, fully qualified, whose tensor is another one after <c>to</c>; null for a module.
/// </param>
internal sealed record LayerModel(string Name, string Identifier, string? TensorType);
