using Masking.Benchmarks.Comparing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>A contender that masks the logits and uses TorchSharp's categorical distribution.</summary>
internal abstract class TorchCategorical : IContender
{
    public Tensor Probs(Tensor logits, Tensor mask) => CreateMasked(logits, mask).probs;

    public (Tensor Actions, Tensor LogProb) Act(Tensor logits, Tensor mask)
    {
        Categorical distribution = CreateMasked(logits, mask);
        Tensor actions = distribution.sample();
        return (actions, distribution.log_prob(actions));
    }

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor logits, Tensor mask, Tensor actions)
    {
        Categorical distribution = CreateMasked(logits, mask);
        return (distribution.log_prob(actions), Entropy(distribution, mask));
    }

    /// <summary>Creates the distribution over the allowed choices.</summary>
    protected abstract Categorical CreateMasked(Tensor logits, Tensor mask);

    /// <summary>Computes the entropy of each row.</summary>
    protected virtual Tensor Entropy(Categorical distribution, Tensor mask) => distribution.entropy();
}
