namespace Masking.Policies.Tests;

internal enum MemberKind { Dense, Presence, Sight, ActionMask, Memory }

/// <summary>What a member of an observation is declared as, written down by hand beside the generator.</summary>
internal sealed record MemberSpec(string Name, string Shape, MemberKind Kind)
{
    public string[] Axes { get; } = Shape.Trim('(', ')').Split(", ");

    public bool IsMask => Kind is not (MemberKind.Dense or MemberKind.Memory);

    public string Type => IsMask ? "bool" : "float32";

    public static bool IsSize(string axis) => char.IsAsciiDigit(axis[0]);
}

/// <summary>What a head is declared as.</summary>
/// <param name="Name">The member.</param>
/// <param name="Each">The presence mask of who acts; null is the one agent.</param>
/// <param name="Over">The presence mask of the set that is pointed at; null for values and cells.</param>
/// <param name="AllowEmpty">As declared.</param>
/// <param name="IsPointer">Whether its choices are entities or cells, and not values.</param>
internal sealed record HeadSpec(string Name, string? Each = null, string? Over = null, bool AllowEmpty = false, bool IsPointer = false)
{
    public string Mask => $"{Name}Mask";

    public bool MustChoose => Each is null && !AllowEmpty;
}

/// <summary>A declared policy.</summary>
internal sealed record PolicySpec(string Name, bool HasValue, MemberSpec[] Members, HeadSpec[] Heads)
{
    public MemberSpec this[string member] => Members.Single(each => each.Name == member);

    public int IndexOf(string member) => Array.FindIndex(Members, each => each.Name == member);

    public int IndexOfHead(string head) => Array.FindIndex(Heads, each => each.Name == head);

    /// <summary>The names of the axes whose size a set decides.</summary>
    public IEnumerable<string> SetAxes =>
        Members.Where(member => member.Kind == MemberKind.Presence && member.Axes.Length == 2).Select(member => member.Axes[1]);

    /// <summary>The axes of one number per actor of a head.</summary>
    public string[] ActorAxes(HeadSpec head) => head.Each is null ? ["batch"] : this[head.Each].Axes;

    /// <summary>The axes of a head's choices: one, or the two of a map.</summary>
    public string[] ChoiceAxes(HeadSpec head) => this[head.Mask].Axes[ActorAxes(head).Length..];
}
