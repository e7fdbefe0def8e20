namespace Masking;

/// <summary>
/// What <c>LoadMatching</c> did not load. An entry is the name of a parameter or buffer as in <c>state_dict</c>, or a choice of it:
/// <c>Command.weight[Gather]</c>.
/// </summary>
/// <param name="KeptInitial">What kept its values, because the file has nothing that fits.</param>
/// <param name="NotUsed">What the file has, and the policy has no place for.</param>
/// <example>
/// <code>
/// ModelMatch match = new(["Command.weight[Gather]", "Command.bias[Gather]"], NotUsed: []);
/// Console.WriteLine(match.IsComplete ? "All values were loaded." : $"New: {string.Join(", ", match.KeptInitial)}");
/// </code>
/// </example>
public sealed record ModelMatch(IReadOnlyList<string> KeptInitial, IReadOnlyList<string> NotUsed)
{
    /// <summary>Whether every value of the policy was loaded, and every value of the file was used.</summary>
    public bool IsComplete => KeptInitial.Count == 0 && NotUsed.Count == 0;

    /// <summary>Returns the names of both lists.</summary>
    public override string ToString() => IsComplete
        ? "All values were loaded."
        : $"Kept initial values: {Names(KeptInitial)}. Not used: {Names(NotUsed)}.";

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
