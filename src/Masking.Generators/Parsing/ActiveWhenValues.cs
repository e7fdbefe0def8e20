using System.Globalization;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Parsing;

/// <summary>Parses the values of <c>[ActiveWhen]</c>.</summary>
internal static class ActiveWhenValues
{
    /// <summary>For each choice of the head or component that the attribute names, whether the attribute lists it.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="type">The type of these choices.</param>
    /// <param name="choices">Their number.</param>
    /// <param name="parent">The name of that head or component.</param>
    /// <param name="refuse">Reports a mistake at the attribute, or at one of its values.</param>
    /// <param name="reporter">Records mistakes that the compiler reports.</param>
    public static bool[] Of(AttributeData attribute, ITypeSymbol type, int choices, string parent, Action<Location?, string> refuse,
        Reporter reporter)
    {
        bool[] values = new bool[Math.Max(1, choices)];
        TypedConstant[] given = attribute.ConstructorArguments.ElementAtOrDefault(1)
            is { Kind: TypedConstantKind.Array, IsNull: false } list
            ? [.. list.Values]
            : [];
        if (given.Length == 0)
        {
            refuse(attribute.Location(), $"no value of '{parent}' is listed");
        }

        Func<TypedConstant, int> choiceOf = ActionType.ChoicesBy(type, choices);
        for (int i = 0; i < given.Length; i++)
        {
            TypedConstant value = given[i];
            int choice = choiceOf(value);
            if (choice >= 0)
            {
                values[choice] = true;
            }
            else if (value.Kind == TypedConstantKind.Error)
            {
                reporter.MarkBroken();
            }
            else
            {
                refuse(
                    attribute.LocationOfElement("values", i),
                    $"{value.ToCSharpString()} is not a choice of '{parent}', which chooses {Choices(type, choices)}");
            }
        }

        return values;
    }

    private static string Choices(ITypeSymbol type, int choices) => type switch
    {
        { SpecialType: SpecialType.System_Boolean } => "false or true",
        { TypeKind: TypeKind.Enum } => $"a value of '{type.Name}'",
        _ => $"0 to {(choices - 1).ToString(CultureInfo.InvariantCulture)}",
    };
}
