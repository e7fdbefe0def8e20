using Masking.Declaration;

namespace Masking;

/// <summary>The declaration of a kind of actor: who chooses, and the heads.</summary>
/// <param name="Heads">The heads, in the order of declaration.</param>
/// <example>
/// <code>
/// ActorDeclaration squad = new([new HeadDeclaration("Fire", HeadKind.Choice, [new(["Hold", "Shoot"])])]) { Each = "Soldiers" };
/// string actor = squad.Each is null ? "the agent" : $"each of {squad.Each}";
/// </code>
/// </example>
public sealed record ActorDeclaration(IReadOnlyList<HeadDeclaration> Heads)
{
    /// <summary>The heads, in the order of declaration.</summary>
    public IReadOnlyList<HeadDeclaration> Heads { get; init => field = new DeclaredList<HeadDeclaration>(value); } =
        new DeclaredList<HeadDeclaration>(Heads);

    /// <summary>The name of the set or map whose entities or agents act; null for the single agent.</summary>
    public string? Each { get; init; }
}
