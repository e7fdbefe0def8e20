namespace Masking.Generators.Model;

/// <summary>A value of an enum that a head or component chooses among.</summary>
/// <param name="Name">The name of the value.</param>
/// <param name="Expression">The value as an expression.</param>
internal sealed record EnumValueModel(string Name, string Expression);
