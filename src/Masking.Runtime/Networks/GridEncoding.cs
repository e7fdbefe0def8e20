using static TorchSharp.torch;

namespace Masking;

/// <summary>The encodings that a <see cref="GridEncoder"/> computes.</summary>
/// <param name="Cells">The encodings of the cells <c>(batch, height, width, Width)</c>.</param>
/// <param name="Pooled">The encoding of the map <c>(batch, PooledWidth)</c>.</param>
public readonly record struct GridEncoding(Tensor Cells, Tensor Pooled);
