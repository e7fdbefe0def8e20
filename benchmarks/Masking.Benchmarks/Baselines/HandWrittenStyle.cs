using Masking.Benchmarks.Comparing;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>The masking operations of a hand-written network.</summary>
/// <param name="Choices">The masked categorical distribution.</param>
/// <param name="Attention">The masked attention.</param>
/// <param name="Mean">
/// The mean <c>(batch, width)</c> of the present entities, from <c>(batch, entities, width)</c> and the presence mask.
/// </param>
internal sealed record HandWrittenStyle(IContender Choices, IAttention Attention, Func<Tensor, Tensor, Tensor> Mean);
