namespace Masking.Generators.Model;

/// <summary>A declared partial property.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Identifier">Its name as code writes it: keywords get an <c>@</c>.</param>
/// <param name="Modifiers">Its modifiers, which the implementing part repeats; null if it cannot be implemented.</param>
/// <param name="Type">Its fully qualified type.</param>
/// <param name="Summary">The lines of its documentation summary, or none.</param>
internal sealed record MemberModel(string Name, string Identifier, string? Modifiers, string Type, EquatableArray<string> Summary)
{
    /// <summary>Whether its initializer builds the part, instead of the generated constructor.</summary>
    public bool HasInitializer { get; init; }
}
