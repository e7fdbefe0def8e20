using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Seed;

/// <summary>The lowest number in the place of masked logits.</summary>
internal sealed class SeedCategorical : TorchCategorical
{
    protected override Categorical Masked(Tensor logits, Tensor mask) =>
        distributions.Categorical(logits: logits.masked_fill(mask.logical_not(), float.MinValue));
}
