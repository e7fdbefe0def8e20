using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The embeddings of a set of entities by an <see cref="AttentionEncoder"/>, before attention. Other sets can attend to them.
/// </summary>
public readonly record struct EntityEmbedding
{
    internal EntityEmbedding(Tensor entities, Tensor present)
    {
        Entities = entities;
        Present = present;
    }

    /// <summary>The embeddings <c>(batch, entities, Width)</c>. Those of absent entities are finite and arbitrary.</summary>
    public Tensor Entities { get; }

    /// <summary>
    /// The presence mask <c>(batch, entities)</c> bool. It is the tensor that was passed to <see cref="AttentionEncoder.Embed"/>, not a
    /// copy.
    /// </summary>
    public Tensor Present { get; }
}
