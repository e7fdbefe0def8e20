using System.Text.Json.Serialization;
using Masking.Declaration;

namespace Masking;

/// <summary>The declaration of a head.</summary>
/// <param name="Name">The name of the member.</param>
/// <param name="Kind">What the head chooses.</param>
/// <param name="Components">
/// The choices: one component for a choice, for flags or for a number, one for each parameter of a record struct, none for a pointer or a
/// subset.
/// </param>
/// <example>
/// <code>
/// HeadDeclaration command = new("Command", HeadKind.Choice, [new(["Hold", "Move", "Attack"])]);
/// HeadDeclaration target = new("Target", HeadKind.Pointer, [])
/// {
///     Over = "Units",
///     ActiveWhen = new("Command", ["Attack"]),
/// };
/// int choices = command.Components.Sum(component => component.Choices.Count);
/// </code>
/// </example>
public sealed record HeadDeclaration(string Name, HeadKind Kind, IReadOnlyList<ComponentDeclaration> Components)
{
    /// <summary>
    /// The choices: one component for a choice, for flags or for a number, one for each parameter of a record struct, none for a pointer or
    /// a subset.
    /// </summary>
    public IReadOnlyList<ComponentDeclaration> Components { get; init => field = new DeclaredList<ComponentDeclaration>(value); } =
        new DeclaredList<ComponentDeclaration>(Components);

    /// <summary>The name of the set or map whose entities or cells a pointer or a subset chooses; null for other heads.</summary>
    public string? Over { get; init; }

    /// <summary>The minimum number of picks of a subset; null for other heads.</summary>
    public int? AtLeast { get; init; }

    /// <summary>The maximum number of picks of a subset; null for other heads.</summary>
    public int? AtMost { get; init; }

    /// <summary>The condition on another head under which this head is active; null if it always is.</summary>
    public ConditionDeclaration? ActiveWhen { get; init; }

    /// <summary>
    /// The name of the head whose choice selects the row of the mask, or of the first one; null if the mask has one row.
    /// </summary>
    public string? MaskPer { get; init; }

    /// <summary>
    /// The names of further heads whose choices select the row of the mask together with <see cref="MaskPer"/>, in the order of the axes;
    /// null if there are none.
    /// </summary>
    public IReadOnlyList<string>? MaskPerOthers { get; init => field = value is null ? null : new DeclaredList<string>(value); }

    /// <summary>The names of all heads whose choices select the row of the mask, in the order of the axes.</summary>
    internal IEnumerable<string> MaskRows => MaskPer is null ? [] : [MaskPer, .. MaskPerOthers ?? []];

    /// <summary>The names of the heads on whose choices the logits depend, sorted by name.</summary>
    public IReadOnlyList<string> Given { get; init => field = new DeclaredList<string>(value); } = new DeclaredList<string>([]);

    /// <summary>Whether the actors of an environment choose different candidates, in the order of their index.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDistinct { get; init; }

    /// <summary>Whether the head computes action values: a <see cref="QHead{T}"/>.</summary>
    public bool IsActionValue { get; init; }

    /// <summary>How the entropies of several actors of one environment are combined.</summary>
    public EntropyReduction EntropyReduction { get; init; }
}
