using Masking.Benchmarks.Comparing;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>Several components in one logit vector. Each is computed by a separate call of a contender for a single choice.</summary>
/// <param name="single">The contender for one component.</param>
/// <param name="sizes">The number of choices of each component.</param>
internal sealed class Components(IContender single, params int[] sizes) : IContender
{
    public Tensor Prepare(Tensor mask) => single.Prepare(mask);

    public Tensor Probs(Tensor logits, Tensor mask) =>
        cat([.. Split(logits, mask).Select(part => single.Probs(part.Logits, part.Mask))], -1);

    public (Tensor Actions, Tensor LogProb) Act(Tensor logits, Tensor mask)
    {
        (Tensor Actions, Tensor LogProb)[] parts = [.. Split(logits, mask).Select(part => single.Act(part.Logits, part.Mask))];
        return (stack([.. parts.Select(part => part.Actions)], -1), Sum(parts.Select(part => part.LogProb)));
    }

    public (Tensor LogProb, Tensor Entropy) Evaluate(Tensor logits, Tensor mask, Tensor actions)
    {
        (Tensor LogProb, Tensor Entropy)[] parts =
        [
            .. Split(logits, mask).Select((part, i) => single.Evaluate(part.Logits, part.Mask, actions.select(-1, i))),
        ];
        return (Sum(parts.Select(part => part.LogProb)), Sum(parts.Select(part => part.Entropy)));
    }

    private static Tensor Sum(IEnumerable<Tensor> parts) => parts.Aggregate((sum, next) => sum.add(next));

    private IEnumerable<(Tensor Logits, Tensor Mask)> Split(Tensor logits, Tensor mask)
    {
        long start = 0;
        foreach (int size in sizes)
        {
            yield return (logits.narrow(-1, start, size), mask.narrow(-1, start, size));
            start += size;
        }
    }
}
