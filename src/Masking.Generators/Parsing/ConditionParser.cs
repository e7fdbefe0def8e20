using System.Globalization;
using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Parsing;

/// <summary>Parses <c>[ActiveWhen]</c> and <c>[ActiveUnless]</c>, the conditions under which a head or a component is active.</summary>
internal static class ConditionParser
{
    /// <summary>The attribute with the condition of a head or component; null if it has none. Reports a second one.</summary>
    /// <param name="member">The property or the parameter.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="at">The place of a mistake.</param>
    /// <param name="reporter">Receives mistakes.</param>
    public static AttributeData? AttributeOf(ISymbol member, string name, Func<Location?, Place> at, Reporter reporter)
    {
        AttributeData? when = member.AttributeOf(KnownTypes.ActiveWhen);
        AttributeData? unless = member.AttributeOf(KnownTypes.ActiveUnless);
        if (when is not null && unless is not null)
        {
            reporter.Report(Rules.ValueDoesNotFit, at(unless.Location()).RelatedTo(when.Location()), unless.ShortName(), name,
                "it has ActiveWhen too, and can have one condition; remove one of them");
        }

        return when ?? unless;
    }

    /// <summary>Whether an attribute lists the values for which its member is not active.</summary>
    public static bool IsNegated(AttributeData attribute) => attribute.ShortName() == nameof(KnownTypes.ActiveUnless);

    /// <summary>For each choice of the head or component that the attribute names, whether its member is active.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="type">The type of these choices.</param>
    /// <param name="choices">Their number.</param>
    /// <param name="parent">The name of that head or component.</param>
    /// <param name="refuse">Reports a mistake at the attribute, or at one of its values.</param>
    /// <param name="reporter">Records mistakes that the compiler reports.</param>
    public static bool[] ValuesOf(AttributeData attribute, ITypeSymbol type, int choices, string parent, Action<Location?, string> refuse,
        Reporter reporter)
    {
        bool isNegated = IsNegated(attribute);
        bool[] values = [.. Enumerable.Repeat(isNegated, Math.Max(1, choices))];
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
                values[choice] = !isNegated;
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

        if (isNegated && given.Length > 0 && !values.Contains(true))
        {
            refuse(attribute.Location(), $"every value of '{parent}' is listed, and none is left for which it would be active");
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
