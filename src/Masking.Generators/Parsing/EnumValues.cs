using System.Globalization;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>The values of enums in the order of their choices.</summary>
internal static class EnumValues
{
    public static bool IsFlags(INamedTypeSymbol type) =>
        type.AttributeOf("System.FlagsAttribute") is not null;

    /// <summary>
    /// The values in ascending order of their numbers, so that in an enum without gaps the number is the index of the choice. Of an enum
    /// with <c>[Flags]</c> only the values with one bit, lowest first.
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

    /// <summary>A value as an expression: its name, or its number if using the name is an error.</summary>
    public static string Expression(IFieldSymbol value, string type) => value.IsObsoleteAsError()
        ? $"({type})({Convert.ToString(value.ConstantValue, CultureInfo.InvariantCulture)})"
        : $"{type}.{value.Name.Escaped()}";

    private static bool IsOneBit(ulong bits) => bits != 0 && (bits & (bits - 1)) == 0;

    /// <summary>The bits of a value, without sign extension.</summary>
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
