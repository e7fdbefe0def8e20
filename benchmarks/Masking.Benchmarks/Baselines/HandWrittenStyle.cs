using Masking.Benchmarks.Comparing;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>How a network by hand masks.</summary>
/// <param name="Choosing">How it chooses.</param>
/// <param name="Attention">How it attends.</param>
/// <param name="Mean">How it takes the mean <c>(batch, width)</c> of the present of some entities <c>(batch, entities, width)</c>.</param>
internal sealed record HandWrittenStyle(IContender Choosing, IAttention Attention, Func<Tensor, Tensor, Tensor> Mean);
