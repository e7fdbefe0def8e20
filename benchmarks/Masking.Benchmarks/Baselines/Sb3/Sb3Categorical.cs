using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Sb3;

/// <summary>
/// The formula of sb3-contrib's maskable distributions: a categorical distribution normalises the logits, masked ones become -1e8, and a
/// second one normalises again; masked products count nothing in the entropy.
/// </summary>
/// <remarks>Raffin et al. 2021, "Stable-Baselines3: Reliable Reinforcement Learning Implementations".</remarks>
internal sealed class Sb3Categorical : TorchCategorical
{
    private const float HugeNegative = -1e8f;

    protected override Categorical Masked(Tensor logits, Tensor mask)
    {
        Categorical unmasked = distributions.Categorical(logits: logits);
        return distributions.Categorical(logits: where(mask, unmasked.logits, tensor(HugeNegative)));
    }

    protected override Tensor Entropy(Categorical distribution, Tensor mask) =>
        where(mask, distribution.logits.mul(distribution.probs), tensor(0f)).sum(-1).neg();
}
