using static TorchSharp.torch;

namespace Masking;

/// <summary>What an <see cref="EntityEncoder"/> makes of a set.</summary>
/// <param name="Entities"><c>(batch, entities, Width)</c>; exactly 0 for absent entities.</param>
/// <param name="Pooled"><c>(batch, PooledWidth)</c>; exactly 0 for an empty set.</param>
public readonly record struct EntityEncoding(Tensor Entities, Tensor Pooled);
