namespace Masking;

/// <summary>Thrown when a model file belongs to another declaration than the policy. The policy keeps its values.</summary>
/// <example>
/// <code>
/// using KitePolicy policy = new();
/// try
/// {
///     policy.LoadFrom("kite.safetensors");
/// }
/// catch (ModelMismatchException error)
/// {
///     // For example: KitePolicy.Wind had the size 4 and now has 6.
///     error.Differences.ToList().ForEach(Console.WriteLine);
///     policy.LoadMatching("kite.safetensors");
/// }
///
/// [MaskedPolicy]
/// public sealed partial class KitePolicy
/// {
///     [Observation(6)] public partial MlpEncoder Wind { get; }
///     [ActionMask]     public partial Head&lt;bool&gt; Pull { get; }
/// }
/// </code>
/// </example>
public sealed class ModelMismatchException : ModelFileException
{
    private const int MostInMessage = 10;

    /// <summary>Creates the exception.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="policy">The name of the policy.</param>
    /// <param name="differences">A sentence for each difference.</param>
    public ModelMismatchException(string path, string policy, IReadOnlyList<string> differences)
        : this(path, policy, differences, "Use LoadMatching to load what still fits.")
    {
    }

    /// <summary>Creates the exception with another remedy.</summary>
    internal ModelMismatchException(string path, string policy, IReadOnlyList<string> differences, string remedy)
        : base(path, Text(policy, differences, remedy)) => (Policy, Differences) = (policy, differences);

    /// <summary>The name of the policy.</summary>
    public string Policy { get; }

    /// <summary>A sentence for each difference: "SkirmishPolicy.Core had the width 64 and now has 128."</summary>
    public IReadOnlyList<string> Differences { get; }

    private static string Text(string policy, IReadOnlyList<string> differences, string remedy)
    {
        ArgumentNullException.ThrowIfNull(differences);
        string more = differences.Count > MostInMessage ? $" There are {differences.Count - MostInMessage} more differences." : "";
        return $"the file does not fit {policy}. {string.Join(" ", differences.Take(MostInMessage))}{more} {remedy}";
    }
}
