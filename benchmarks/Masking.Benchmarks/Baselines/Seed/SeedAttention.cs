using Masking.Benchmarks.Comparing;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Seed;

/// <summary>Attention with two einsum products. Masked scores are replaced by the lowest float before the softmax.</summary>
/// <remarks>Scaled dot-product attention of Vaswani et al. 2017, "Attention Is All You Need".</remarks>
internal sealed class SeedAttention : IAttention
{
    public Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor present)
    {
        Tensor scores = einsum("bhid,bhjd->bhij", queries, keys).mul(1 / Math.Sqrt(queries.size(-1)));
        Tensor absent = present.logical_not().unsqueeze(1).unsqueeze(1);
        return einsum("bhij,bhjd->bhid", scores.masked_fill(absent, float.MinValue).softmax(-1), values);
    }
}
