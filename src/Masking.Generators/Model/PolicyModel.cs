namespace Masking.Generators.Model;

/// <summary>
/// Everything that the parser decided about a policy, in strings and numbers. It holds no symbols, so that the pipeline can compare models
/// and keeps no compilation alive.
/// </summary>
/// <param name="HintName">The name of the generated file, unique even if case is ignored.</param>
/// <param name="Namespace">The namespace; null for the global one.</param>
/// <param name="Headers">
/// The headers of the types around the policy, outermost first, and of the policy itself: <c>partial class Outer&lt;T&gt;</c>.
/// </param>
/// <param name="Name">The policy's name, for error messages.</param>
/// <param name="Identifier">The policy's name as code writes it, without type parameters.</param>
/// <param name="Type">The policy's name with its type parameters.</param>
/// <param name="Inputs">The inputs, in the order of declaration.</param>
/// <param name="Core">The core.</param>
/// <param name="Actors">The kinds of actors, in the order in which heads first name them.</param>
/// <param name="Heads">The heads, in the order of declaration.</param>
/// <param name="Value">The member with the value head; null if none is declared.</param>
/// <param name="InvalidMembers">
/// Members that cannot have the role that their attribute gives them. Only their properties are generated.
/// </param>
/// <param name="Extent">How much of the policy is generated.</param>
internal sealed record PolicyModel(
    string HintName,
    string? Namespace,
    EquatableArray<string> Headers,
    string Name,
    string Identifier,
    string Type,
    EquatableArray<InputModel> Inputs,
    CoreModel Core,
    EquatableArray<ActorModel> Actors,
    EquatableArray<HeadModel> Heads,
    MemberModel? Value,
    EquatableArray<MemberModel> InvalidMembers,
    Extent Extent)
{
    /// <summary>The ids of warnings about obsolete and experimental symbols that the declaration uses.</summary>
    public EquatableArray<string> SuppressedIds { get; init; }

    /// <summary>The extern aliases that some of its types need.</summary>
    public EquatableArray<string> ExternAliases { get; init; }

    /// <summary>
    /// The inputs of the core, whose encodings are concatenated. They are sorted by name, so that weights do not depend on the order of
    /// declaration.
    /// </summary>
    public IEnumerable<InputModel> JoinedForCore => Joined(isForValueAlone: false);

    /// <summary>The inputs that only the value reads, whose encodings are appended to the latent vector. They are sorted by name.</summary>
    public IEnumerable<InputModel> JoinedForValue => Joined(isForValueAlone: true);

    /// <summary>The index of the actor that has a value each; -1 for one value per environment, or without a value.</summary>
    public int ValueActor { get; init; } = -1;

    /// <summary>The axes of the value: <c>batch</c>, or those of its actor.</summary>
    public string ValueAxes => ValueActor < 0 ? "batch" : Actors[ValueActor].Axes;

    /// <summary>The modules, parameters and buffers that the author added, which the constructor registers.</summary>
    public EquatableArray<LayerModel> Layers { get; init; }

    /// <summary>Whether it is a network of action values, which has a QHead, instead of a policy.</summary>
    public bool HasQHead { get; init; }

    /// <summary>Whether the project references the package with which exported policies act.</summary>
    public bool HasPlayer { get; init; }

    /// <summary>Whether code can create it with the constructor without parameters alone.</summary>
    public bool CanBeCreated { get; init; }

    /// <summary>Whether its core is recurrent.</summary>
    public bool IsRecurrent => Core.Memory.Count > 0;

    /// <summary>Whether the logits of any head depend on choices. The entropy is then an estimate that is conditional on actions.</summary>
    public bool FollowsChoices => Heads.Any(head => head.FollowsChoices);

    /// <summary>Whether the declaration has no mistakes.</summary>
    public bool IsValid => Extent == Extent.Everything;

    /// <summary>
    /// Whether the typed read of a head's actions returns null for no action. Flags and record structs of the one agent are never null,
    /// unless the head is conditional: if no choice is legal, bits are 0 and components have their default value.
    /// </summary>
    public bool CanReadNone(HeadModel head) => !head.IsRequired
        && (!head.HasActionAxis || head.Gate is not null || head.Tables.Count > 0 || Actors[head.Actor].Kind != ActorKind.Agent);

    /// <summary>Whether any head chooses numbers from intervals.</summary>
    public bool HasNumbers => Heads.Any(head => head.RangeShape is not null);

    /// <summary>What each row of a mask or of probabilities belongs to, for documentation; empty if there is one row.</summary>
    /// <param name="parents">The indices of the heads whose choices select the row.</param>
    public string ForEachChoiceOf(EquatableArray<int> parents)
    {
        string names = string.Join(" and ", parents.Select(parent => Heads[parent].Member.Name));
        return parents.Count switch
        {
            0 => "",
            1 => $" for each choice of {names}",
            _ => $" for each combination of the choices of {names}",
        };
    }

    /// <summary>A documentation link to a declared member.</summary>
    public string See(MemberModel member) => $"<see cref=\"{Type.Replace('<', '{').Replace('>', '}')}.{member.Identifier}\"/>";

    private IEnumerable<InputModel> Joined(bool isForValueAlone) =>
        Inputs.Where(input => input.IsForValueAlone == isForValueAlone).OrderBy(input => input.Member.Name, StringComparer.Ordinal);
}
