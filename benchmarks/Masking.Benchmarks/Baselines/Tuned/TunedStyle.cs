using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Tuned;

/// <summary>The masking style of the baseline "tuned": as few operations as possible in hand-written code.</summary>
internal static class TunedStyle
{
    public static readonly HandWrittenStyle Style = new(new TunedCategorical(), new TunedAttention(), Mean);

    private static Tensor Mean(Tensor entities, Tensor present)
    {
        Tensor weights = present.to(ScalarType.Float32);
        return weights.div(weights.sum(dim: 1, keepdim: true)).unsqueeze(1).bmm(entities).squeeze(1);
    }
}
