using Masking.Benchmarks.Comparing;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Library;

/// <summary>The contender of the library: <see cref="MaskedCategorical"/>.</summary>
internal sealed class LibraryCategorical : IContender
{
    private readonly RandomStream _stream = new(seed: 1);

    public Tensor Probs(Tensor logits, Tensor mask) => new MaskedCategorical(logits, mask).Probs;

    public (Tensor Actions, Tensor LogProb) Act(Tensor logits, Tensor mask)
    {
        using MaskedCategorical distribution = new(logits, mask);
        Tensor actions = distribution.Sample(_stream);
        return (actions, distribution.LogProb(actions));
    }

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor logits, Tensor mask, Tensor actions)
    {
        using MaskedCategorical distribution = new(logits, mask);
        return (distribution.LogProb(actions), distribution.Entropy());
    }
}
