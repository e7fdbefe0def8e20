using System.Text.Json.Serialization;
using Masking.Declaration;

namespace Masking;

/// <summary>A condition on the choice of another head, or of an earlier parameter of a record struct.</summary>
/// <param name="Parent">The name of the other head or parameter.</param>
/// <param name="Choices">The names of the choices under which the condition holds, or does not hold if it is negated.</param>
/// <example>
/// <code>
/// ConditionDeclaration condition = new("Command", ["Attack", "Move"]);
/// bool holds = condition.Choices.Contains("Move") != condition.IsNegated;
/// </code>
/// </example>
public sealed record ConditionDeclaration(string Parent, IReadOnlyList<string> Choices)
{
    /// <summary>The names of the choices under which the condition holds, or does not hold if it is negated.</summary>
    public IReadOnlyList<string> Choices { get; init => field = new DeclaredList<string>(value); } = new DeclaredList<string>(Choices);

    /// <summary>
    /// Whether the condition holds for all choices except <see cref="Choices"/>, as <see cref="ActiveUnlessAttribute"/> declares it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsNegated { get; init; }
}
