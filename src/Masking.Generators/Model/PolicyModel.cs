using System.Globalization;

namespace Masking.Generators.Model;

/// <summary>Everything that was decided about one policy. The emitter prints it and decides nothing.</summary>
/// <param name="HintName">The name of the generated file, unique without regard to case.</param>
/// <param name="Namespace">The namespace, or null for the global one.</param>
/// <param name="Headers">Headers of the types around the policy, outermost first, and of the policy: <c>partial class
/// Outer&lt;T&gt;</c>.</param>
/// <param name="Name">The policy's name as it stands in errors.</param>
/// <param name="Identifier">The policy's name as it stands in code, without type parameters.</param>
/// <param name="Type">The policy as a type, with its type parameters.</param>
/// <param name="Inputs">What it sees, in the order of declaration.</param>
/// <param name="Core">What it thinks with.</param>
/// <param name="Actors">Who acts, in the order in which heads first name them.</param>
/// <param name="Heads">What is chosen, in the order of declaration.</param>
/// <param name="Value">What it expects, where declared.</param>
/// <param name="Strays">Members that carry an attribute of ours but cannot be what it says.</param>
/// <param name="Extent">How much of it can be emitted.</param>
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
    EquatableArray<MemberModel> Strays,
    Extent Extent)
{
    /// <summary>The ids of warnings about obsolete and experimental symbols that the declarations use.</summary>
    public EquatableArray<string> SuppressedIds { get; init; }

    /// <summary>The aliases of assemblies under which alone some types are found.</summary>
    public EquatableArray<string> ExternAliases { get; init; }

    /// <summary>
    /// The inputs whose encodings lie side by side in front of the core: by name, so that the same weights belong to the same inputs,
    /// however they are declared.
    /// </summary>
    public IEnumerable<InputModel> JoinedForCore => Joined(isForValueAlone: false);

    /// <summary>The inputs whose encodings lie behind the latent in front of the value, by name.</summary>
    public IEnumerable<InputModel> JoinedForValue => Joined(isForValueAlone: true);

    /// <summary>The modules, parameters and buffers of its own, which it registers like its parts.</summary>
    public EquatableArray<LayerModel> Layers { get; init; }

    /// <summary>Whether it says what actions are worth, and does not choose them.</summary>
    public bool HasQHead { get; init; }

    /// <summary>Whether it remembers from step to step.</summary>
    public bool IsRecurrent => Core.Memory.Count > 0;

    /// <summary>Whether the logits of some head depend on what was chosen, so that entropy is estimated along actions.</summary>
    public bool FollowsChoices => Heads.Any(head => head.FollowsChoices);

    /// <summary>Whether the analyzer has nothing to report.</summary>
    public bool IsValid => Extent == Extent.Everything;

    /// <summary>
    /// Whether the typed read of a head's actions is nullable. An action with an axis of its own has at least empty components, unless
    /// the head does not act at all.
    /// </summary>
    public bool CanReadNone(HeadModel head) => !head.IsRequired
        && (!head.HasActionAxis || head.Gate is not null || head.Table >= 0 || Actors[head.Actor].Kind != ActorKind.Agent);

    /// <summary>The axes of a head's actions: <c>batch, entities</c>, and one of numbers where an action has several.</summary>
    public string ActionAxesOf(HeadModel head) =>
        Actors[head.Actor].Axes + (head.HasActionAxis ? ", " + head.Actions.ToString(CultureInfo.InvariantCulture) : "");

    /// <summary>A documentation link to a declared member.</summary>
    public string See(MemberModel member) => $"<see cref=\"{Type.Replace('<', '{').Replace('>', '}')}.{member.Identifier}\"/>";

    private IEnumerable<InputModel> Joined(bool isForValueAlone) =>
        Inputs.Where(input => input.IsForValueAlone == isForValueAlone).OrderBy(input => input.Member.Name, StringComparer.Ordinal);
}
