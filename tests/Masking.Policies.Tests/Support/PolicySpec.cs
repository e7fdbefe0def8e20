namespace Masking.Policies.Tests;

internal enum MemberKind { Dense, Presence, Sight, ActionMask, Memory }

/// <summary>The declaration of a member of an observation, written by hand, independent of the generator.</summary>
internal sealed record MemberSpec(string Name, string Shape, MemberKind Kind)
{
    public string[] Axes { get; } = Shape.Trim('(', ')').Split(", ");

    public bool IsMask => Kind is not (MemberKind.Dense or MemberKind.Memory);

    public string Type => IsMask ? "bool" : "float32";

    public static bool IsSize(string axis) => char.IsAsciiDigit(axis[0]);
}

/// <summary>The declaration of a head.</summary>
/// <param name="Name">The name of the member.</param>
/// <param name="Each">The presence mask of the actors; null for the single agent.</param>
/// <param name="Over">The presence mask of the set of candidates; null for values and cells.</param>
/// <param name="AllowEmpty">Whether rows without a legal choice are allowed.</param>
/// <param name="IsPointer">Whether the choices are entities or cells instead of values.</param>
internal sealed record HeadSpec(string Name, string? Each = null, string? Over = null, bool AllowEmpty = false, bool IsPointer = false)
{
    public string Mask => $"{Name}Mask";

    public bool MustChoose => Each is null && !AllowEmpty;
}

/// <summary>A declared policy.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="HasValue">Whether it declares a value.</param>
/// <param name="Members">The members of the observation.</param>
/// <param name="Heads">The heads.</param>
/// <param name="ValueEach">The presence mask of the actors that have a value each; null for one value per environment.</param>
internal sealed record PolicySpec(string Name, bool HasValue, MemberSpec[] Members, HeadSpec[] Heads, string? ValueEach = null)
{
    /// <summary>The axes of the value, and of log-probabilities per actor.</summary>
    public string[] ValueAxes => ValueEach is null ? ["batch"] : this[ValueEach].Axes;

    public MemberSpec this[string member] => Members.Single(each => each.Name == member);

    public int IndexOf(string member) => Array.FindIndex(Members, each => each.Name == member);

    public int IndexOfHead(string head) => Array.FindIndex(Heads, each => each.Name == head);

    /// <summary>The names of the axes whose size depends on the batch.</summary>
    public IEnumerable<string> SetAxes =>
        Members.Where(member => member.Kind == MemberKind.Presence && member.Axes.Length == 2).Select(member => member.Axes[1]);

    /// <summary>The axes of a tensor with one number per actor of a head.</summary>
    public string[] ActorAxes(HeadSpec head) => head.Each is null ? ["batch"] : this[head.Each].Axes;

    /// <summary>The axes of the choices of a head: one, or two for the cells of a map.</summary>
    public string[] ChoiceAxes(HeadSpec head) => this[head.Mask].Axes[ActorAxes(head).Length..];
}
