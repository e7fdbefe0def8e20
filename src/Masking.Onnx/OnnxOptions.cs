namespace Masking.Onnx;

/// <summary>What an exported file contains. The default is a file that draws actions, for any number of entities.</summary>
/// <example>
/// <code>
/// policy.SaveOnnx("fleet.onnx", new OnnxOptions
/// {
///     IsGreedy = true,                                                    // no input of random numbers
///     HasProbs = true,                                                    // outputs MoveProbs, TargetProbs, …
///     Entities = new Dictionary&lt;string, int&gt; { ["Ships"] = 16 },          // Ships is (batch, 16, features)
/// });
/// </code>
/// </example>
public sealed record OnnxOptions
{
    /// <summary>
    /// Whether the file always chooses the most probable actions. It is smaller and has no input of uniform numbers. Otherwise, a negative
    /// number in place of a uniform number chooses the most probable action.
    /// </summary>
    public bool IsGreedy { get; init; }

    /// <summary>
    /// Whether the probabilities of the choices are outputs, as <c>XProbs</c> for a head <c>X</c>. Numbers from intervals and subsets have
    /// none. The probabilities of a choice that depends on other choices are those for the chosen ones, and 0 where it is inactive.
    /// </summary>
    public bool HasProbs { get; init; }

    /// <summary>
    /// The number of entities of sets by the name of the set, if it never differs. It is needed for a set whose entities choose distinctly,
    /// because their choices are unrolled.
    /// </summary>
    public IReadOnlyDictionary<string, int> Entities { get; init; } = new Dictionary<string, int>();

    /// <summary>Requires options that fit a policy.</summary>
    internal void RequireFor(PolicyDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(Entities);
        foreach ((string set, int entities) in Entities)
        {
            string[] sets = [.. declaration.Inputs.Where(input => input.Kind == InputKind.Entities).Select(input => input.Name)];
            if (!sets.Contains(set))
            {
                throw new ArgumentException($"{nameof(Entities)}: expected a set of {declaration.Name} "
                    + $"({(sets.Length == 0 ? "it has none" : string.Join(", ", sets))}), got {set}.");
            }

            if (entities < 1)
            {
                throw new ArgumentException($"{nameof(Entities)}: expected at least 1 entity in {set}, got {entities}.");
            }
        }

        foreach (ActorDeclaration actor in declaration.Actors)
        {
            HeadDeclaration? head = actor.Heads.FirstOrDefault(head => head.IsDistinct);
            if (head is not null && actor.Each is { } each && !HasFixedSize(declaration, each))
            {
                throw new ArgumentException($"{declaration.Name}.{head.Name}: the choices of {each} are distinct and are unrolled in the "
                    + $"file, so {nameof(OnnxOptions)}.{nameof(Entities)} needs their number: [\"{each}\"] = 16 for at most 16 entities.");
            }
        }
    }

    private bool HasFixedSize(PolicyDeclaration declaration, string each) => Entities.ContainsKey(each) || declaration.Inputs.Any(
        input => input.Name == each && input.Kind == InputKind.AgentMap && input.Size[1] > 0 && input.Size[2] > 0);
}
