using Masking.Generators.Model;

namespace Masking.Generators.Members;

/// <summary>A static field with the values that some heads choose among.</summary>
/// <param name="Name">The name of the field.</param>
/// <param name="Type">The type of a value.</param>
/// <param name="Values">The values, in the order of the choices; none for numbers.</param>
/// <param name="Choices">The number of values.</param>
internal sealed record ChoiceField(string Name, string Type, EquatableArray<EnumValueModel> Values, int Choices);
