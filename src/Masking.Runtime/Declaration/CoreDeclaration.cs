using Masking.Declaration;

namespace Masking;

/// <summary>The declaration of the core, or the default core of a policy that declares none.</summary>
/// <param name="Name">The name of the member.</param>
/// <param name="Width">The width of the latent.</param>
/// <param name="Part">The type of the core without its namespace: <c>MlpCore</c>.</param>
/// <example>
/// <code>
/// CoreDeclaration core = new("Core", Width: 128, nameof(LstmCore)) { Memory = ["Hidden", "Cell"] };
/// bool isRecurrent = core.Memory.Count > 0;
/// </code>
/// </example>
public sealed record CoreDeclaration(string Name, int Width, string Part)
{
    /// <summary>The names of the tensors of a recurrent core's memory; none if the core is not recurrent.</summary>
    public IReadOnlyList<string> Memory { get; init => field = new DeclaredList<string>(value); } = new DeclaredList<string>([]);
}
