namespace Masking.Generators.Model;

/// <summary>A declared partial property.</summary>
/// <param name="Name">Its name, as it stands in strings and in longer names.</param>
/// <param name="Identifier">Its name as it stands in code, escaped where it is a keyword.</param>
/// <param name="Modifiers">Its modifiers, which both parts of a partial property must repeat; null where it cannot be implemented.</param>
/// <param name="Type">Its type, fully qualified.</param>
/// <param name="Summary">The lines of its documentation, or none.</param>
internal sealed record MemberModel(string Name, string Identifier, string? Modifiers, string Type, EquatableArray<string> Summary)
{
    /// <summary>Whether its initializer builds the part, and not the generated constructor.</summary>
    public bool HasInitializer { get; init; }
}
