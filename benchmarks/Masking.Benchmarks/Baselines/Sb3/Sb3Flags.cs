using Masking.Benchmarks.Comparing;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Sb3;

/// <summary>Bits as in sb3-contrib: a separate distribution for each bit, over 0, which is always legal, and 1.</summary>
/// <param name="bits">The number of bits.</param>
internal sealed class Sb3Flags(int bits) : IContender
{
    private readonly Components _perBit = new(new Sb3Categorical(), [.. Enumerable.Repeat(2, bits)]);

    public Tensor Prepare(Tensor mask) => stack([ones_like(mask), mask], -1).flatten(1);

    public Tensor Probs(Tensor logits, Tensor mask) => _perBit.Probs(ZeroAndOneLogits(logits), mask).reshape(-1, bits, 2).select(-1, 1);

    public (Tensor Actions, Tensor LogProb) Act(Tensor logits, Tensor mask) => _perBit.Act(ZeroAndOneLogits(logits), mask);

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor logits, Tensor mask, Tensor actions) =>
        _perBit.Evaluate(ZeroAndOneLogits(logits), mask, actions);

    /// <summary>The logits of 0 and 1 side by side, for every bit.</summary>
    private static Tensor ZeroAndOneLogits(Tensor logits) => stack([zeros_like(logits), logits], -1).flatten(1);
}
