namespace Masking.Generators.Model;

/// <summary>A declared partial property.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Identifier">The name of the property as code writes it: keywords get an <c>@</c>.</param>
/// <param name="Modifiers">The modifiers of the property, which the implementing part repeats; null if it cannot be implemented.</param>
/// <param name="Type">The fully qualified type of the property.</param>
/// <param name="Summary">The lines of the property's documentation summary, or none.</param>
internal sealed record MemberModel(string Name, string Identifier, string? Modifiers, string Type, EquatableArray<string> Summary)
{
    /// <summary>The accessors of a property that is no declaration, but is implemented so that the compiler does not report it.</summary>
    public EquatableArray<string> Accessors { get; init; }

    /// <summary>Whether its initializer builds the part, instead of the generated constructor.</summary>
    public bool HasInitializer { get; init; }

    /// <summary>
    /// Whether the names of the parameters that describe the part are known, so that generated code can name its arguments. The names of
    /// the constructor parameters of a custom part are its author's.
    /// </summary>
    public bool HasKnownParameters { get; init; }
}
