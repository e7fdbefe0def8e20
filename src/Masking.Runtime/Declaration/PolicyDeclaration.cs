using System.Text.Json.Serialization;
using Masking.Declaration;

namespace Masking;

/// <summary>
/// The declaration of a policy as data. Every generated class has it as the static property <c>Declaration</c>, and
/// <see cref="IMaskedNetwork.Declaration"/> reads it from an instance. Two declarations are equal if all of their members are.
/// </summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Inputs">
/// The inputs in the order in which their encodings are concatenated: first those of the core, then those that only the value reads, each
/// sorted by name.
/// </param>
/// <param name="Core">The core.</param>
/// <param name="Actors">The kinds of actors, in the order in which heads first name them.</param>
/// <param name="Value">The name of the member with the value head; null if the policy declares none.</param>
/// <example>
/// <code><![CDATA[
/// foreach (HeadDeclaration head in LanderPolicy.Declaration.Heads)
/// {
///     Console.WriteLine($"{head.Name}: {head.Components[0].Choices}");     // Engine: Off, Left, Main, Right
/// }
///
/// public enum Engine { Off, Left, Main, Right }
///
/// [MaskedPolicy]
/// public sealed partial class LanderPolicy
/// {
///     [Observation(8)] public partial MlpEncoder State { get; }
///     [ActionMask]     public partial Head<Engine> Engine { get; }
/// }
/// ]]></code>
/// </example>
public sealed record PolicyDeclaration(
    string Name,
    IReadOnlyList<InputDeclaration> Inputs,
    CoreDeclaration Core,
    IReadOnlyList<ActorDeclaration> Actors,
    string? Value = null)
{
    /// <summary>
    /// The inputs in the order in which their encodings are concatenated: first those of the core, then those that only the value reads,
    /// each sorted by name.
    /// </summary>
    public IReadOnlyList<InputDeclaration> Inputs { get; init => field = new DeclaredList<InputDeclaration>(value); } =
        new DeclaredList<InputDeclaration>(Inputs);

    /// <summary>The kinds of actors, in the order in which heads first name them.</summary>
    public IReadOnlyList<ActorDeclaration> Actors { get; init => field = new DeclaredList<ActorDeclaration>(value); } =
        new DeclaredList<ActorDeclaration>(Actors);

    /// <summary>
    /// The name of the set or map whose entities or agents have a value each; null for one value per environment, or without a value.
    /// </summary>
    public string? ValueEach { get; init; }

    /// <summary>The heads of all actors.</summary>
    [JsonIgnore]
    public IEnumerable<HeadDeclaration> Heads => Actors.SelectMany(actor => actor.Heads);

    /// <summary>Whether the policy declares a value.</summary>
    public bool HasValue => Value is not null;

    /// <summary>The names of the policy and its members.</summary>
    public override string ToString() => $"{Name}: inputs {string.Join(", ", Inputs.Select(input => input.Name))}; core {Core.Name}; "
        + $"heads {string.Join(", ", Heads.Select(head => head.Name))}{(HasValue ? $"; value {Value}" : "")}"
        + (ValueEach is null ? "" : $" of each of {ValueEach}");
}
