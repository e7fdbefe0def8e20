namespace Masking.Generators.Tests;

/// <summary>A mistake, and a near neighbour without it.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Name">What is wrong.</param>
/// <param name="Wrong">A declaration of a class <c>Policy</c>, with <c>[|…|]</c> around the place that is reported.</param>
/// <param name="Message">What is reported.</param>
/// <param name="Right">The neighbour.</param>
/// <param name="FromCompiler">What the compiler says on its own account, whatever is generated.</param>
public sealed record RuleCase(string Id, string Name, string Wrong, string Message, string Right, params string[] FromCompiler)
{
    /// <summary>Whether the class can be a policy at all; where not, it has nothing that others could use.</summary>
    public bool CanBeUsed { get; init; } = true;

    public override string ToString() => $"{Id} {Name}";
}
