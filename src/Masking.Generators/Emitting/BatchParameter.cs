using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>A parameter of a method of a <c>Batch</c>: an index that leads to a part of a tensor.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it says, for its documentation.</param>
/// <param name="Size">How many there are, as an expression; null for the environments.</param>
internal sealed record BatchParameter(string Type, string Name, string Meaning, string? Size)
{
    /// <summary>The mask whose head's values it is one of; null where it is a number.</summary>
    public string? Values { get; init; }

    public string Identifier => Name.Escaped();

    /// <summary>The axis that it is the index of.</summary>
    public string Axis => $"new({Names.Quoted(Name)}, {Size})";
}
