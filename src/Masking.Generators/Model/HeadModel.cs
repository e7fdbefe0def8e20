namespace Masking.Generators.Model;

/// <summary>What a head chooses.</summary>
internal enum ChoiceKind
{
    /// <summary>A value of an enum.</summary>
    Enum,

    /// <summary>Any of the bits of an enum, each for itself.</summary>
    Flags,

    /// <summary>false or true.</summary>
    Bool,

    /// <summary>A number from 0.</summary>
    Int,

    /// <summary>The parameters of a record struct, side by side.</summary>
    Compound,

    /// <summary>An entity of a set, or several.</summary>
    Entity,

    /// <summary>A cell of a map, or several.</summary>
    Cell,
}

/// <summary>Something that is chosen.</summary>
/// <param name="Member">The declared member.</param>
/// <param name="Choice">What is chosen.</param>
/// <param name="ValueType">The C# type of one choice, fully qualified.</param>
/// <param name="Values">The values of an enum as expressions, in the order of the choices.</param>
/// <param name="Choices">The number of choices, of all components together; 0 for a pointer.</param>
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
    /// <summary>The parameters of a record struct; none for anything else.</summary>
    public EquatableArray<ComponentModel> Components { get; init; }

    /// <summary>The least and the most picks of a subset; null for a head that does not pick several.</summary>
    public PicksModel? Picks { get; init; }

    /// <summary>The condition under which the head acts; null: it always does.</summary>
    public GateModel? Gate { get; init; }

    /// <summary>The index of the head whose choice selects the row of the mask; -1: the mask has one row.</summary>
    public int Table { get; init; } = -1;

    /// <summary>The indices of the heads whose choices the logits depend on.</summary>
    public EquatableArray<int> Givens { get; init; }

    /// <summary>Whether the entropies of its actors are summed, and not averaged.</summary>
    public bool SumsEntropy { get; init; }

    /// <summary>The index among the heads of its actor.</summary>
    public int Place { get; init; }

    /// <summary>The numbers in an action of one actor.</summary>
    public int Actions { get; init; } = 1;

    /// <summary>Whether those have an axis of their own.</summary>
    public bool HasActionAxis => Picks is not null || Choice is ChoiceKind.Flags or ChoiceKind.Compound;

    /// <summary>Whether the logits depend on what was chosen, by others or by its own picks before.</summary>
    public bool FollowsChoices => Picks is not null || Givens.Count > 0;

    public string Mask => Member.Name + "Mask";

    /// <summary>Whether the choices are entities or cells.</summary>
    public bool IsPointer => Choice is ChoiceKind.Entity or ChoiceKind.Cell;
}
