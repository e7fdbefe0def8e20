using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// What an <see cref="AttentionEncoder"/> makes of every entity by itself, before any attends to another: what other sets can attend to.
/// </summary>
public readonly record struct EntityEmbedding
{
    internal EntityEmbedding(Tensor entities, Tensor present)
    {
        Entities = entities;
        Present = present;
    }

    /// <summary><c>(batch, entities, Width)</c>; what absent entities have is finite and means nothing.</summary>
    public Tensor Entities { get; }

    /// <summary><c>(batch, entities)</c> bool: the mask that was given, and not a copy of it.</summary>
    public Tensor Present { get; }
}
