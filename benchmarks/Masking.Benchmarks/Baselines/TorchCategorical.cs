using Masking.Benchmarks.Comparing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>TorchSharp's own categorical distribution, over logits that are masked beforehand.</summary>
internal abstract class TorchCategorical : IContender
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
        return (distribution.log_prob(actions), Entropy(distribution, mask));
    }

    /// <summary>The distribution over what is allowed.</summary>
    protected abstract Categorical Masked(Tensor logits, Tensor mask);

    /// <summary>The entropy of each row.</summary>
    protected virtual Tensor Entropy(Categorical distribution, Tensor mask) => distribution.entropy();
}
