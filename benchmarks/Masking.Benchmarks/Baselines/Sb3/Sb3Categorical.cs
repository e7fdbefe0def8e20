using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Sb3;

/// <summary>
/// The formula of the maskable distributions of sb3-contrib. A first categorical distribution normalizes the logits. Masked logits are
/// replaced by -1e8, and a second distribution normalizes again. The entropy excludes masked choices.
/// </summary>
/// <remarks>Raffin et al. 2021, "Stable-Baselines3: Reliable Reinforcement Learning Implementations".</remarks>
internal sealed class Sb3Categorical : TorchCategorical
{
    private const float HugeNegative = -1e8f;

    protected override Categorical CreateMasked(Tensor logits, Tensor mask)
    {
        Categorical unmasked = distributions.Categorical(logits: logits);
        return distributions.Categorical(logits: where(mask, unmasked.logits, tensor(HugeNegative)));
    }

    protected override Tensor Entropy(Categorical distribution, Tensor mask) =>
        where(mask, distribution.logits.mul(distribution.probs), tensor(0f)).sum(-1).neg();
}
