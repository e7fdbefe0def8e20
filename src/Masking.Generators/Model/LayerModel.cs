namespace Masking.Generators.Model;

/// <summary>A module, parameter or buffer that the policy's author added: a field or an auto-property.</summary>
/// <param name="Name">The name that it is registered under.</param>
/// <param name="Identifier">The name of the field or property as code writes it: keywords get an <c>@</c>.</param>
/// <param name="TensorType">
/// The fully qualified type of a parameter or buffer, whose tensor <c>to</c> replaces; null for a module.
/// </param>
internal sealed record LayerModel(string Name, string Identifier, string? TensorType);
