namespace Masking.Generators.Model;

/// <summary>One parameter of a record struct that is chosen.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Choice">What is chosen.</param>
/// <param name="ValueType">The C# type of one choice, fully qualified.</param>
/// <param name="Values">The values of an enum as expressions, in the order of the choices.</param>
/// <param name="Choices">The number of choices, or bits.</param>
/// <param name="Access">The accessibility of members that return a value of that type.</param>
/// <param name="Gate">The condition on an earlier parameter under which it is chosen; null: it always is.</param>
internal sealed record ComponentModel(
    string Name,
    ChoiceKind Choice,
    string ValueType,
    EquatableArray<string> Values,
    int Choices,
    string Access,
    GateModel? Gate
)
{
    /// <summary>The numbers in an action.</summary>
    public int Actions => Choice == ChoiceKind.Flags ? Choices : 1;
}
