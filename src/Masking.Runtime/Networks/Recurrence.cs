using static TorchSharp.torch;

namespace Masking;

/// <summary>The result of a <see cref="RecurrentCore"/> for a step or a sequence of steps.</summary>
/// <param name="Latent">The latent <c>(rows, Width)</c>, with one row for each row of the input.</param>
/// <param name="Memory">The memory after the last step. Each tensor is <c>(batch, Width)</c>.</param>
public readonly record struct Recurrence(Tensor Latent, IReadOnlyList<Tensor> Memory);
