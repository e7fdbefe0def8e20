using System.Globalization;
using Masking.Generators.Naming;

namespace Masking.Generators.Model;

/// <summary>What a head chooses.</summary>
internal enum ChoiceKind
{
    /// <summary>A value of an enum.</summary>
    Enum,

    /// <summary>A set of bits of an enum with <c>[Flags]</c>.</summary>
    Flags,

    /// <summary>false or true.</summary>
    Bool,

    /// <summary>A number from 0.</summary>
    Int,

    /// <summary>A number from an interval.</summary>
    Number,

    /// <summary>A record struct, one component per parameter.</summary>
    Compound,

    /// <summary>An entity of a set, or several.</summary>
    Entity,

    /// <summary>A cell of a map, or several.</summary>
    Cell,
}

/// <summary>An action head.</summary>
/// <param name="Member">The declared member.</param>
/// <param name="Choice">What the head chooses.</param>
/// <param name="ValueType">The fully qualified C# type of a choice.</param>
/// <param name="Values">The values of an enum, in the order of the choices; none for other choices.</param>
/// <param name="Choices">The number of choices, summed over components; 0 for a pointer.</param>
/// <param name="Actor">The index of the head's actor.</param>
/// <param name="Over">The index of the input with the candidates of a pointer; -1 for other heads.</param>
/// <param name="MaskShape">The shape of the head's mask: <c>(batch, entities, 5)</c>.</param>
/// <param name="ChoiceAxes">The last axes of the mask: the choices of one actor.</param>
/// <param name="ReadAccess">The accessibility of the head's typed read, which returns <paramref name="ValueType"/>.</param>
/// <param name="IsRequired">Whether every row must have a legal choice.</param>
internal sealed record HeadModel(
    MemberModel Member,
    ChoiceKind Choice,
    string ValueType,
    EquatableArray<EnumValueModel> Values,
    int Choices,
    int Actor,
    int Over,
    string MaskShape,
    string ChoiceAxes,
    string ReadAccess,
    bool IsRequired)
{
    /// <summary>The components of a compound action; none for other heads.</summary>
    public EquatableArray<ComponentModel> Components { get; init; }

    /// <summary>The interval of a number; null for other heads.</summary>
    public IntervalModel? Interval { get; init; }

    /// <summary>The intervals of all numbers, in the order of declaration.</summary>
    public IEnumerable<IntervalModel> Intervals => Interval is not null
        ? [Interval]
        : Components.Select(component => component.Interval).OfType<IntervalModel>();

    /// <summary>The number of numbers from intervals in an action of one actor.</summary>
    public int Numbers => Intervals.Count();

    /// <summary>The shape of the range with the intervals: <c>(batch, entities, 2)</c>; null without numbers.</summary>
    public string? RangeShape { get; init; }

    /// <summary>The last axes of the range: the ends of the intervals of one actor.</summary>
    public string RangeAxes => HasActionAxis ? $"{Numbers.ToString(CultureInfo.InvariantCulture)}, 2" : "2";

    /// <summary>Whether anything but numbers is chosen, so that there is a mask.</summary>
    public bool HasMask => Choice != ChoiceKind.Number && (Choice != ChoiceKind.Compound || Components.Any(each => each.Interval is null));

    /// <summary>The size of a subset; null for other heads.</summary>
    public PicksModel? Picks { get; init; }

    /// <summary>The condition under which the head is active; null if it always is.</summary>
    public GateModel? Gate { get; init; }

    /// <summary>The indices of the heads whose choices select the row of the mask, in the order of its axes.</summary>
    public EquatableArray<int> Tables { get; init; }

    /// <summary>The indices of the heads whose choices the logits depend on.</summary>
    public EquatableArray<int> Givens { get; init; }

    /// <summary>Whether the entropies of its actors are summed instead of averaged.</summary>
    public bool SumsEntropy { get; init; }

    /// <summary>Whether the actors of an environment choose different candidates.</summary>
    public bool IsDistinct { get; init; }

    /// <summary>The index among the heads of its actor.</summary>
    public int IndexInActor { get; init; }

    /// <summary>The count of indices in an action of one actor.</summary>
    public int Actions { get; init; } = 1;

    /// <summary>Whether the numbers of an action have an axis of their own.</summary>
    public bool HasActionAxis => Picks is not null || Choice is ChoiceKind.Flags or ChoiceKind.Compound;

    /// <summary>Whether the distribution is conditional on choices: of other heads, of earlier picks, or of earlier actors.</summary>
    public bool FollowsChoices => Picks is not null || Givens.Count > 0 || IsDistinct;

    public string Range => Member.Name + GeneratedNames.RangeSuffix;

    public string Mask => Member.Name + GeneratedNames.MaskSuffix;

    /// <summary>Whether the choices are entities or cells.</summary>
    public bool IsPointer => Choice is ChoiceKind.Entity or ChoiceKind.Cell;
}
