using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Masking.Generators;

/// <summary>What a <c>Head&lt;T&gt;</c> chooses, read off its <c>T</c>.</summary>
internal readonly record struct ActionType(ChoiceKind Kind, string Type, EquatableArray<string> Values, int Choices, string Access = "public")
{
    /// <summary>What a head is taken for whose <c>T</c> cannot be chosen, so that its other members are still emitted.</summary>
    private static readonly ActionType Unknown = new(ChoiceKind.Int, "int", default, 1);

    public static ActionType Of(Declaration declaration, ITypeSymbol type, Reporter reporter)
    {
        int? choices = declaration.Attribute.NamedArguments.Any(argument => argument.Key == "Choices") ? declaration.Attribute.Named<int>("Choices") : null;
        string name = declaration.Member.Name;
        if (choices is not null && type.SpecialType != SpecialType.System_Int32)
        {
            reporter.Report(Rules.ChoicesDoNotFit, declaration.Property, $"Choices of '{name}' belongs to Head<int>; a '{type.Short()}' says itself what can be chosen");
        }

        if (type.SpecialType == SpecialType.System_Int32)
        {
            return OfInt(declaration, choices, reporter);
        }

        if (type.SpecialType == SpecialType.System_Boolean)
        {
            return new ActionType(ChoiceKind.Bool, "bool", default, 2);
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration)
        {
            return OfEnum(declaration, enumeration, reporter);
        }

        // What is no value, or a nullable one, the compiler refuses.
        if (type is { TypeKind: not TypeKind.Error, IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T })
        {
            reporter.Report(Rules.UnsupportedActionType, declaration.Property, name, type.Short(), "choose an enum, a bool, or an int with Choices");
        }
        else
        {
            reporter.MarkBroken();
        }

        return Unknown;
    }

    /// <summary>Which choice a constant is; -1 where it is none.</summary>
    /// <param name="type">What is chosen.</param>
    /// <param name="choices">The number of choices.</param>
    /// <param name="value">The constant, as an argument of an attribute.</param>
    public static int ChoiceOf(ITypeSymbol type, int choices, TypedConstant value)
    {
        if (value.Kind is not (TypedConstantKind.Primitive or TypedConstantKind.Enum) || !SymbolEqualityComparer.Default.Equals(value.Type, type))
        {
            return -1;
        }

        return value.Value switch
        {
            bool chosen => chosen ? 1 : 0,
            int number when type.TypeKind != TypeKind.Enum => number >= 0 && number < choices ? number : -1,
            _ => Array.FindIndex(ValuesOf((INamedTypeSymbol)type), field => Equals(field.ConstantValue, value.Value)),
        };
    }

    /// <summary>The values of an enum in the order of their numbers, not of their lines: without gaps the cast to int is then the index of the choice.</summary>
    private static IFieldSymbol[] ValuesOf(INamedTypeSymbol type) => [.. type.GetMembers().OfType<IFieldSymbol>()
        .Where(field => field.HasConstantValue && field.Name.Length > 0)
        .OrderBy(field => Convert.ToDecimal(field.ConstantValue, CultureInfo.InvariantCulture))];

    private static ActionType OfInt(Declaration declaration, int? choices, Reporter reporter)
    {
        string name = declaration.Member.Name;
        if (choices is null)
        {
            reporter.Report(Rules.ChoicesDoNotFit, declaration.Property, $"'{name}' must say how many choices it has: [ActionMask(Choices = 5)] for 0 to 4");
        }
        else if (choices < 1)
        {
            reporter.Report(Rules.SizeNotPositive, declaration.Property, "number of choices", name, choices);
        }

        return new ActionType(ChoiceKind.Int, "int", default, Math.Max(1, choices ?? 1));
    }

    private static ActionType OfEnum(Declaration declaration, INamedTypeSymbol type, Reporter reporter)
    {
        string name = declaration.Member.Name;
        if (type.GetAttributes().Any(attribute => attribute.AttributeClass?.DefinitionName() == "System.FlagsAttribute"))
        {
            reporter.Report(Rules.UnsupportedActionType, declaration.Property, name, type.Name, "the bits of a [Flags] enum are not one choice; choose an enum without [Flags]");
        }

        IFieldSymbol[] values = ValuesOf(type);
        if (values.Length == 0)
        {
            reporter.Report(Rules.UnsupportedActionType, declaration.Property, name, type.Name, "it has no values");
        }

        for (int i = 1; i < values.Length; i++)
        {
            if (Equals(values[i].ConstantValue, values[i - 1].ConstantValue))
            {
                reporter.Report(Rules.AliasingValues, declaration.Property, name, type.Name, values[i - 1].Name, values[i].Name);
            }
        }

        string? access = Exposure.OfMemberReturning(type, declaration.Property.ContainingType);
        if (access is null)
        {
            reporter.Report(Rules.UnsupportedActionType, declaration.Property, name, type.Name, "it is hidden from code that uses the policy; make it internal or public");
        }

        string qualified = type.Qualified();
        return new ActionType(
            ChoiceKind.Enum,
            qualified,
            values.Select(value => Expression(value, qualified)).ToEquatableArray(),
            Math.Max(1, values.Length),
            access ?? "private");
    }

    /// <summary>A value by its name; by its number where using the name would be an error.</summary>
    private static string Expression(IFieldSymbol value, string type)
    {
        bool isError = value.GetAttributes().Any(attribute => attribute.AttributeClass?.DefinitionName() == "System.ObsoleteAttribute"
            && attribute.ConstructorArguments.Any(argument => argument is { Kind: TypedConstantKind.Primitive, Value: true }));
        return isError
            ? $"({type})({Convert.ToString(value.ConstantValue, CultureInfo.InvariantCulture)})"
            : $"{type}.{value.Name.Escaped()}";
    }
}
