using Masking.Benchmarks.Comparing;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Tuned;

/// <summary>TorchSharp's fused attention with a mask.</summary>
internal sealed class TunedAttention : IAttention
{
    public Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor present) =>
        nn.functional.scaled_dot_product_attention(queries, keys, values, attn_mask: present.unsqueeze(1).unsqueeze(1));
}
