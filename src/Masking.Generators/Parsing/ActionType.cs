using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Parsing;

/// <summary>What a <c>Head&lt;T&gt;</c> chooses, according to its <c>T</c>.</summary>
internal readonly record struct ActionType(
    ChoiceKind Kind,
    string Type,
    EquatableArray<EnumValueModel> Values,
    int Choices,
    string Access = "public"
)
{
    private const string Choosable =
        "choose an enum, a bool, an int with Choices, a float with Low and High, or a readonly record struct of these";
    private const string Valuable = "choose an enum, a bool, or an int with Choices";

    /// <summary>Stands for a <c>T</c> that cannot be chosen, so that the signatures of the head are still generated.</summary>
    private static readonly ActionType Unknown = new(ChoiceKind.Int, "int", default, 1);

    /// <summary>The interval of a number; null for other types.</summary>
    public IntervalModel? Interval { get; init; }

    /// <summary>The components of a record struct.</summary>
    public EquatableArray<ComponentModel> Components { get; init; }

    /// <summary>Parses the type argument of a head.</summary>
    public static ActionType Of(Declaration declaration, ITypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        string name = declaration.Member.Name;
        int? choices = ChoicesOf(declaration.Attribute);
        bool isCompound = type is INamedTypeSymbol { TypeKind: TypeKind.Struct, IsRecord: true };
        bool isNumber = type.SpecialType == SpecialType.System_Single;
        if (choices is not null
            && (isCompound || isNumber || type is { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum }))
        {
            reporter.Report(
                Rules.ChoicesDoNotFit,
                declaration.Attribute.LocationOf("Choices"),
                $"Choices of '{name}' belongs to Head<int>; the choices of a '{type.Short()}' follow from the type"
            );
        }

        if (!isNumber)
        {
            IntervalParser.ReportOnOther(declaration.Attribute, name, type.Short(), Place.At, reporter);
        }

        if (QHeads.IsQHead(declaration) && isNumber)
        {
            reporter.Report(
                Rules.UnsupportedActionType, declaration.ChosenLocation, name, type.Short(),
                "a QHead has one value per choice, and an interval has infinitely many numbers; " + Valuable);
            return Unknown;
        }

        if (
            QHeads.IsQHead(declaration)
            && (isCompound || type is INamedTypeSymbol { TypeKind: TypeKind.Enum } bits && EnumValues.IsFlags(bits))
        )
        {
            reporter.Report(
                Rules.UnsupportedActionType,
                declaration.ChosenLocation,
                name,
                type.Short(),
                "a QHead has one value per choice; " + Valuable.Replace("enum", "enum without [Flags]")
            );
            return Unknown;
        }

        if (isCompound)
        {
            CompoundType compound = new(declaration, (INamedTypeSymbol)type, reporter);
            return compound.Read(cancellation) ?? Unknown;
        }

        Place place = Place.At(declaration.ChosenLocation);
        Place ofChoices = Place.At(declaration.Attribute.LocationOf("Choices"));
        return isNumber
            ? OfNumber(declaration.Attribute, name, Place.At, reporter)
            : OfValue(declaration, name, type, choices, (place, ofChoices), reporter) ?? NotChoosable(declaration, type, reporter);
    }

    /// <summary>Parses the type of a head or component; null if it is not a type that can be chosen.</summary>
    /// <param name="declaration">The head.</param>
    /// <param name="name">The name of the head, or of the component, for error messages.</param>
    /// <param name="type">The type.</param>
    /// <param name="choices">The declared number of choices, or null.</param>
    /// <param name="places">Where the type, and where the number of choices is declared.</param>
    /// <param name="reporter">Receives mistakes.</param>
    public static ActionType? OfValue(
        Declaration declaration, string name, ITypeSymbol type, int? choices, (Place Type, Place Choices) places, Reporter reporter) =>
        type switch
        {
            { SpecialType: SpecialType.System_Int32 } => OfInt(name, choices, places.Choices, reporter),
            { SpecialType: SpecialType.System_Boolean } => new ActionType(ChoiceKind.Bool, "bool", default, 2),
            INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration => OfEnum(declaration, name, enumeration, places.Type, reporter),
            _ => null,
        };

    /// <summary>A number from the interval that an attribute declares.</summary>
    /// <param name="attribute">The attribute of the head or the component; null if the component has none.</param>
    /// <param name="name">The name of the head, or of the component, for error messages.</param>
    /// <param name="at">The place of a mistake.</param>
    /// <param name="reporter">Receives mistakes.</param>
    public static ActionType OfNumber(AttributeData? attribute, string name, Func<Location?, Place> at, Reporter reporter) =>
        new(ChoiceKind.Number, "float", default, 0) { Interval = IntervalParser.Parse(attribute, name, at, reporter) };

    /// <summary>The number of choices that an attribute declares; null if it declares none.</summary>
    public static int? ChoicesOf(AttributeData? attribute) =>
        attribute is not null && attribute.NamedArguments.Any(argument => argument.Key == "Choices")
            ? attribute.Named<int>("Choices")
            : null;

    /// <summary>Maps attribute arguments to indices of choices; -1 for a value that is not a choice.</summary>
    /// <param name="type">The type of a choice.</param>
    /// <param name="choices">The number of choices.</param>
    public static Func<TypedConstant, int> ChoicesBy(ITypeSymbol type, int choices)
    {
        Dictionary<object, int> byValue = [];
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration)
        {
            IFieldSymbol[] fields = EnumValues.Of(enumeration);
            for (int i = fields.Length - 1; i >= 0; i--)
            {
                byValue[fields[i].ConstantValue!] = i;
            }
        }

        return value => !IsOf(type, value) ? -1 : value.Value switch
        {
            bool chosen => chosen ? 1 : 0,
            int number when type.TypeKind != TypeKind.Enum => number >= 0 && number < choices ? number : -1,
            { } constant when byValue.TryGetValue(constant, out int choice) => choice,
            _ => -1,
        };
    }

    private static bool IsOf(ITypeSymbol type, TypedConstant value) =>
        value.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum && SymbolEqualityComparer.Default.Equals(value.Type, type);

    private static ActionType NotChoosable(Declaration declaration, ITypeSymbol type, Reporter reporter)
    {
        // The compiler reports types that do not exist.
        if (type.TypeKind != TypeKind.Error)
        {
            reporter.Report(
                Rules.UnsupportedActionType,
                declaration.ChosenLocation,
                declaration.Member.Name,
                type.Short(),
                QHeads.IsQHead(declaration) ? Valuable : Choosable
            );
        }
        else
        {
            reporter.MarkBroken();
        }

        return Unknown;
    }

    private static ActionType OfInt(string name, int? choices, Place place, Reporter reporter)
    {
        if (choices is null)
        {
            reporter.Report(
                Rules.ChoicesDoNotFit,
                place,
                $"'{name}' must say how many choices it has: [ActionMask(Choices = 5)] for 0 to 4"
            );
        }
        else if (choices < 1)
        {
            reporter.Report(Rules.SizeNotPositive, place, "number of choices", name, choices);
        }

        Limits.RequireAtMost(place, name, "number of choices", Limits.Size, choices ?? 1, reporter);
        return new ActionType(ChoiceKind.Int, "int", default, Limits.Clamp(choices ?? 1));
    }

    private static ActionType OfEnum(Declaration declaration, string name, INamedTypeSymbol type, Place place, Reporter reporter)
    {
        bool isFlags = EnumValues.IsFlags(type);
        IFieldSymbol[] values = EnumValues.Of(type);
        if (values.Length == 0)
        {
            reporter.Report(
                Rules.UnsupportedActionType,
                place.RelatedTo(type),
                name,
                type.Name,
                isFlags ? "it has no value that is one bit" : "it has no values"
            );
        }

        for (int i = 1; i < values.Length; i++)
        {
            if (Equals(values[i].ConstantValue, values[i - 1].ConstantValue))
            {
                Place aliases = place.RelatedTo(values[i - 1]).RelatedTo(values[i]);
                reporter.Report(Rules.AliasingValues, aliases, name, type.Name, values[i - 1].Name, values[i].Name);
            }
        }

        Limits.RequireAtMost(place, name, "number of choices", Limits.Size, values.Length, reporter);
        string? access = AccessModifiers.OfMemberReturning(type, declaration.Property.ContainingType);
        if (access is null)
        {
            reporter.Report(
                Rules.UnsupportedActionType,
                place.RelatedTo(type),
                name,
                type.Name,
                "it is hidden from code that uses the policy; make it internal or public"
            );
        }

        string qualified = type.Qualified(reporter.Compilation);
        return new ActionType(
            isFlags ? ChoiceKind.Flags : ChoiceKind.Enum,
            qualified,
            values.Select(value => new EnumValueModel(value.Name, EnumValues.Expression(value, qualified))).ToEquatableArray(),
            Limits.Clamp(values.Length),
            access ?? "private");
    }
}
