using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Seed;

/// <summary>The masking style of the baseline "seed".</summary>
internal static class SeedStyle
{
    public static readonly HandWrittenStyle Style = new(new SeedCategorical(), new SeedAttention(), Mean);

    private static Tensor Mean(Tensor entities, Tensor present) =>
        entities.masked_fill(present.logical_not().unsqueeze(-1), 0).sum(dim: 1).div(present.sum(dim: 1, keepdim: true));
}
