using static TorchSharp.torch;

namespace Masking;

/// <summary>What a <see cref="RecurrentCore"/> makes of one step, or of a sequence of them.</summary>
/// <param name="Latent"><c>(rows, Width)</c>: what every head reads, for every row that went in.</param>
/// <param name="Memory">The memory after the last step, each tensor <c>(batch, Width)</c>.</param>
public readonly record struct Recurrence(Tensor Latent, IReadOnlyList<Tensor> Memory);
