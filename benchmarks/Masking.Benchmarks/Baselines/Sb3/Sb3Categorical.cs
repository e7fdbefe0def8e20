using Masking.Benchmarks.Comparing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Sb3;

/// <summary>
/// The formula of sb3-contrib's maskable distributions: a categorical distribution normalises the logits, masked ones become -1e8, and a second one
/// normalises again; masked products count nothing in the entropy.
/// </summary>
/// <remarks>Raffin et al. 2021, "Stable-Baselines3: Reliable Reinforcement Learning Implementations".</remarks>
internal sealed class Sb3Categorical : IContender
{
    private const float HugeNegative = -1e8f;

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
        Tensor products = distribution.logits.mul(distribution.probs);
        return (distribution.log_prob(actions), where(mask, products, tensor(0f)).sum(-1).neg());
    }

    private static Categorical Masked(Tensor logits, Tensor mask)
    {
        Categorical unmasked = distributions.Categorical(logits: logits);
        return distributions.Categorical(logits: where(mask, unmasked.logits, tensor(HugeNegative)));
    }
}
