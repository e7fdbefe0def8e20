using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Parsing;

/// <summary>Reads the values that an <c>[ActiveWhen]</c> lists.</summary>
internal static class ActiveWhenValues
{
    /// <summary>For each choice of what the attribute names, whether it lists it.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="type">What the other one chooses.</param>
    /// <param name="choices">The number of its choices.</param>
    /// <param name="parent">Its name.</param>
    /// <param name="refuse">Reports what is wrong with the list.</param>
    /// <param name="reporter">Learns what the compiler refuses.</param>
    public static bool[] Of(AttributeData attribute, ITypeSymbol type, int choices, string parent, Action<string> refuse, Reporter reporter)
    {
        bool[] values = new bool[Math.Max(1, choices)];
        TypedConstant[] given = attribute.ConstructorArguments.ElementAtOrDefault(1)
            is { Kind: TypedConstantKind.Array, IsNull: false } list
            ? [.. list.Values]
            : [];
        if (given.Length == 0)
        {
            refuse($"no value of '{parent}' is listed");
        }

        Func<TypedConstant, int> choiceOf = ActionType.ChoicesBy(type, choices);
        foreach (TypedConstant value in given)
        {
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
                refuse($"{value.ToCSharpString()} is nothing that '{parent}' can choose");
            }
        }

        return values;
    }
}
