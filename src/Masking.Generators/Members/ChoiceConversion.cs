using Masking.Generators.Model;

namespace Masking.Generators.Members;

/// <summary>A static method that converts the numbers of an action to a C# value.</summary>
/// <param name="Name">The name of the method.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="Bits">The values of an enum of flags, one for each number; none for a record struct.</param>
/// <param name="Components">The components of a record struct; none for flags.</param>
internal sealed record ChoiceConversion(
    string Name, string Type, EquatableArray<EnumValueModel> Bits, EquatableArray<ComponentModel> Components);
