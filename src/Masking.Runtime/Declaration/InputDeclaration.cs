using Masking.Declaration;

namespace Masking;

/// <summary>The declaration of an input.</summary>
/// <param name="Name">The name of the member.</param>
/// <param name="Kind">The kind of the input.</param>
/// <param name="Size">
/// The number of features of a vector or of an entity; the channels, height and width of a map. A height or width of 0 differs from batch
/// to batch.
/// </param>
/// <param name="Part">The type of the encoder without its namespace: <c>MlpEncoder</c>.</param>
/// <example>
/// <code>
/// InputDeclaration units = new("Units", InputKind.Entities, [9], nameof(AttentionEncoder)) { HasSight = true };
/// int features = units.Size[0];
/// </code>
/// </example>
public sealed record InputDeclaration(string Name, InputKind Kind, IReadOnlyList<int> Size, string Part)
{
    /// <summary>
    /// The number of features of a vector or of an entity; the channels, height and width of a map. A height or width of 0 differs from
    /// batch to batch.
    /// </summary>
    public IReadOnlyList<int> Size { get; init => field = new DeclaredList<int>(value); } = new DeclaredList<int>(Size);

    /// <summary>Whether the set has a sight mask.</summary>
    public bool HasSight { get; init; }

    /// <summary>The names of the other sets that the entities attend to.</summary>
    public IReadOnlyList<string> AttendsTo { get; init => field = new DeclaredList<string>(value); } = new DeclaredList<string>([]);

    /// <summary>Whether only the value reads the input.</summary>
    public bool IsForValueOnly { get; init; }
}
