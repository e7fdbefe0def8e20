using Masking.Benchmarks.Comparing;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Tuned;

/// <summary>
/// A masked categorical distribution with as few operations as possible in hand-written code. The environment provides an additive float
/// mask. Sampling inverts the cumulative distribution at one uniform number per row.
/// </summary>
internal sealed class TunedCategorical : IContender
{
    private const float HugeNegative = -1e9f;

    public Tensor Prepare(Tensor mask) => zeros(mask.shape).masked_fill_(mask.logical_not(), HugeNegative);

    public Tensor Probs(Tensor logits, Tensor mask) => logits.add(mask).softmax(-1);

    public (Tensor Actions, Tensor LogProb) Act(Tensor logits, Tensor mask)
    {
        Tensor masked = logits.add(mask);
        Tensor cumulative = masked.softmax(-1).cumsum(-1);
        long last = logits.size(-1) - 1;

        // The product may be rounded up to the total. searchsorted would then return an index after the last choice.
        Tensor threshold = cumulative.narrow(-1, last, 1).mul(rand(logits.size(0), 1));
        Tensor actions = searchsorted(cumulative, threshold, right: true).clamp_max_(last);
        return (actions.squeeze(-1), masked.log_softmax(-1).gather(-1, actions).squeeze(-1));
    }

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor logits, Tensor mask, Tensor actions)
    {
        Tensor masked = logits.add(mask);
        Tensor logProbs = masked.log_softmax(-1);
        return (logProbs.gather(-1, actions.unsqueeze(-1)).squeeze(-1), masked.softmax(-1).mul(logProbs).sum(-1).neg());
    }
}
