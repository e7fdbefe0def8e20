namespace Masking.Generators;

/// <summary>What a head chooses.</summary>
internal enum ChoiceKind
{
    /// <summary>A value of an enum.</summary>
    Enum,

    /// <summary>false or true.</summary>
    Bool,

    /// <summary>A number from 0.</summary>
    Int,

    /// <summary>An entity of a set.</summary>
    Entity,

    /// <summary>A cell of a map.</summary>
    Cell,
}

/// <summary>Something that is chosen.</summary>
/// <param name="Member">The declared member.</param>
/// <param name="Choice">What is chosen.</param>
/// <param name="ValueType">The C# type of one choice, fully qualified.</param>
/// <param name="Values">The values of an enum as expressions, in the order of the choices.</param>
/// <param name="Choices">The number of choices; 0 for a pointer.</param>
/// <param name="Actor">The index of the actor.</param>
/// <param name="Over">The input that a pointer points over; -1 otherwise.</param>
/// <param name="MaskShape">The shape of its mask, in words.</param>
/// <param name="ChoiceAxes">The axes of one actor's choices, in words: the end of the mask's shape.</param>
/// <param name="ReadAccess">The accessibility of its typed read, which returns a value of that type.</param>
/// <param name="IsRequired">Whether a row without a legal choice is a mistake of the environment.</param>
internal sealed record HeadModel(
    MemberModel Member,
    ChoiceKind Choice,
    string ValueType,
    EquatableArray<string> Values,
    int Choices,
    int Actor,
    int Over,
    string MaskShape,
    string ChoiceAxes,
    string ReadAccess,
    bool IsRequired)
{
    /// <summary>The condition under which the head acts; null: it always does.</summary>
    public GateModel? Gate { get; init; }

    /// <summary>The index of the head whose choice selects the row of the mask; -1: the mask has one row.</summary>
    public int Table { get; init; } = -1;

    /// <summary>Whether the entropies of its actors are summed, and not averaged.</summary>
    public bool SumsEntropy { get; init; }

    public string Mask => Member.Name + "Mask";

    /// <summary>Whether "no action" can occur, so that its typed read is nullable.</summary>
    public bool CanBeNone => !IsRequired;
}
