using Masking.Benchmarks.Comparing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Seed;

/// <summary>The lowest number in the place of masked logits, then TorchSharp's own categorical distribution.</summary>
internal sealed class SeedCategorical : IContender
{
    public Tensor Probs(Tensor logits, Tensor mask) => Masked(logits, mask).probs;

    public (Tensor Actions, Tensor LogProb) Act(Tensor logits, Tensor mask)
    {
        Categorical distribution = Masked(logits, mask);
        Tensor actions = distribution.sample();
        return (actions, distribution.log_prob(actions));
    }

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor logits, Tensor mask, Tensor actions)
    {
        Categorical distribution = Masked(logits, mask);
        return (distribution.log_prob(actions), distribution.entropy());
    }

    private static Categorical Masked(Tensor logits, Tensor mask) => distributions.Categorical(logits: logits.masked_fill(mask.logical_not(), float.MinValue));
}
