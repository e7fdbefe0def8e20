using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Seed;

/// <summary>Replaces masked logits by the lowest float.</summary>
internal sealed class SeedCategorical : TorchCategorical
{
    protected override Categorical CreateMasked(Tensor logits, Tensor mask) =>
        distributions.Categorical(logits: logits.masked_fill(mask.logical_not(), float.MinValue));
}
