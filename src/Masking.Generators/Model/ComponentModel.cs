namespace Masking.Generators.Model;

/// <summary>A component of a compound action: one parameter of its record struct.</summary>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Choice">What the component chooses.</param>
/// <param name="ValueType">The fully qualified C# type of a choice.</param>
/// <param name="Values">The values of an enum, in the order of the choices; none for other choices.</param>
/// <param name="Choices">The number of choices, or bits.</param>
/// <param name="Access">The accessibility of members that return a value of that type.</param>
/// <param name="Gate">The condition on an earlier component under which this one is active; null if it always is.</param>
internal sealed record ComponentModel(
    string Name,
    ChoiceKind Choice,
    string ValueType,
    EquatableArray<EnumValueModel> Values,
    int Choices,
    string Access,
    GateModel? Gate
)
{
    /// <summary>The interval of a number; null for other choices.</summary>
    public IntervalModel? Interval { get; init; }

    /// <summary>The count of its indices in an action: one per bit, none for a number, else one.</summary>
    public int Actions => Choice switch
    {
        ChoiceKind.Flags => Choices,
        ChoiceKind.Number => 0,
        _ => 1,
    };
}
