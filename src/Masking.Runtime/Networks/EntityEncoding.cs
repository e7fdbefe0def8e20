using static TorchSharp.torch;

namespace Masking;

/// <summary>The encodings that an <see cref="EntityEncoder"/> computes.</summary>
/// <param name="Entities">The encodings of the entities <c>(batch, entities, Width)</c>. They are exactly 0 for absent entities.</param>
/// <param name="Pooled">The encoding of the set <c>(batch, PooledWidth)</c>. It is exactly 0 for an empty set.</param>
public readonly record struct EntityEncoding(Tensor Entities, Tensor Pooled);
