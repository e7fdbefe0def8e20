using Masking.Benchmarks.Comparing;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Tuned;

/// <summary>
/// Independent bits with as few operations as possible in hand-written code. A masked bit has a large negative logit, so that its
/// probability is 0.
/// </summary>
internal sealed class TunedFlags : IContender
{
    private readonly TunedCategorical _mask = new();

    public Tensor Prepare(Tensor mask) => _mask.Prepare(mask);

    public Tensor Probs(Tensor logits, Tensor mask) => logits.add(mask).sigmoid();

    public (Tensor Actions, Tensor LogProb) Act(Tensor logits, Tensor mask)
    {
        Tensor masked = logits.add(mask);
        Tensor actions = rand(logits.shape).lt(masked.sigmoid());
        return (actions, LogProb(masked, actions));
    }

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor logits, Tensor mask, Tensor actions)
    {
        // H = softplus(l) - l p: the logarithm of the normalizer minus the mean logit.
        Tensor masked = logits.add(mask);
        return (LogProb(masked, actions), masked.softplus().sub(masked.mul(masked.sigmoid())).sum(-1));
    }

    /// <summary>log p(1) = l - softplus(l) and log p(0) = -softplus(l).</summary>
    private static Tensor LogProb(Tensor masked, Tensor actions) => masked.mul(actions).sub(masked.softplus()).sum(-1);
}
