using System.Globalization;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>The values of an enum that can be chosen, in the order of the choices.</summary>
internal static class EnumValues
{
    public static bool IsFlags(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => attribute.AttributeClass?.DefinitionName() == "System.FlagsAttribute");

    /// <summary>
    /// In the order of their numbers, not of their lines: without gaps the cast to int is then the index of the choice. Of flags those that
    /// are one bit, lowest first.
    /// </summary>
    public static IFieldSymbol[] Of(INamedTypeSymbol type)
    {
        IEnumerable<IFieldSymbol> fields = type.GetMembers()
            .OfType<IFieldSymbol>()
            .Where(field => field.HasConstantValue && field.Name.Length > 0);
        return IsFlags(type)
            ? [.. fields.Where(field => IsOneBit(BitsOf(field))).OrderBy(BitsOf)]
            : [.. fields.OrderBy(field => Convert.ToDecimal(field.ConstantValue, CultureInfo.InvariantCulture))];
    }

    /// <summary>A value by its name; by its number where using the name would be an error.</summary>
    public static string Expression(IFieldSymbol value, string type) => value.IsObsoleteAsError()
        ? $"({type})({Convert.ToString(value.ConstantValue, CultureInfo.InvariantCulture)})"
        : $"{type}.{value.Name.Escaped()}";

    private static bool IsOneBit(ulong bits) => bits != 0 && (bits & (bits - 1)) == 0;

    /// <summary>The bits of a value, without those that a sign would add.</summary>
    private static ulong BitsOf(IFieldSymbol field) => field.ConstantValue switch
    {
        sbyte value => unchecked((byte)value),
        short value => unchecked((ushort)value),
        int value => unchecked((uint)value),
        long value => unchecked((ulong)value),
        object value => Convert.ToUInt64(value, CultureInfo.InvariantCulture),
        null => 0,
    };
}
