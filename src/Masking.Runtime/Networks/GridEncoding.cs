using static TorchSharp.torch;

namespace Masking;

/// <summary>What a <see cref="GridEncoder"/> makes of a map.</summary>
/// <param name="Cells"><c>(batch, height, width, Width)</c>.</param>
/// <param name="Pooled"><c>(batch, PooledWidth)</c>.</param>
public readonly record struct GridEncoding(Tensor Cells, Tensor Pooled);
