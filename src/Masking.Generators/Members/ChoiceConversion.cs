using Masking.Generators.Model;

namespace Masking.Generators.Members;

/// <summary>A static method that puts a value together from the numbers of an action.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="Bits">The values of an enum of flags, one for each number; none for a record struct.</param>
/// <param name="Components">The components of a record struct; none for flags.</param>
internal sealed record ChoiceConversion(
    string Name, string Type, EquatableArray<string> Bits, EquatableArray<ComponentModel> Components);
