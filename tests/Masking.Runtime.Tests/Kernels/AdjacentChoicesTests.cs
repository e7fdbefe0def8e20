using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>
/// Choices whose logits and masks are adjacent in one tensor, of every width modulo the vector size, compared with separate choices.
/// </summary>
public sealed class AdjacentChoicesTests
{
    private static readonly Gen<(int Rows, int[] Widths, int Seed)> Cases = Gen.Select(Gen.Int[0, 6], Gen.Int[1, 130].Array[1, 6], Gen.Int);
    private static readonly Gen<(int Rows, int[] Widths, int Seed)> ManyRows = Gen.Select(
        Gen.Int[300, 3000],
        Gen.Int[1, 60].Array[1, 4],
        Gen.Int
    );

    [Fact]
    public void Components_EqualTheSumOfSeparateChoices() => Property.Holds(Cases, AreTheSum, iter: 500);

    [Fact]
    public void ComponentsOfManyRows_EqualTheSumOfSeparateChoices() => Property.Holds(ManyRows, AreTheSum, iter: 8);

    private static void AreTheSum((int Rows, int[] Widths, int Seed) sample)
    {
        manual_seed(sample.Seed);
        long[] sizes = [.. sample.Widths.Select(width => (long)width)];
        Tensor mask = rand(sample.Rows, sizes.Sum()).lt(rand(sample.Rows, 1));
        Tensor junk = full_like(mask, Constant.Of(float.NaN), ScalarType.Float32);
        Tensor together = Gradient.Leaf(where(mask, randn(sample.Rows, sizes.Sum()).mul(Constant.Of(5)), junk));
        Tensor alone = Gradient.Leaf(together);
        using MaskedComponents components = new(together, mask, sizes);
        MaskedCategorical[] each =
        [
            .. Split(sizes)
                .Select(columns => new MaskedCategorical(
                    alone.narrow(1, columns.First, columns.Count),
                    mask.narrow(1, columns.First, columns.Count)
                )),
        ];

        Tensor drawn = components.Sample(new RandomStream(sample.Seed));
        Tensor[] actions = [.. sizes.Select((_, i) => drawn.select(1, i))];
        Tensor[] logProbs = [.. each.Select((component, i) => component.LogProb(actions[i]))];
        Tensor[] entropies = [.. each.Select(component => component.Entropy())];
        TensorAssert.Close(Sum(logProbs), components.LogProb(drawn), "log-probability", floor: 1e-5);
        TensorAssert.Close(Sum(entropies), components.Entropy(), "entropy", floor: 1e-5);

        Tensor expected = Gradient.OfWeighted(Sum(logProbs).Plus(Sum(entropies)), alone);
        Tensor gradient = Gradient.OfWeighted(components.LogProb(drawn).Plus(components.Entropy()), together);
        TensorAssert.Close(expected, gradient, "gradient");
        TensorAssert.ZeroWhere(mask.logical_not(), gradient, "gradient of what is masked");
    }

    private static Tensor Sum(Tensor[] ofComponents) => ofComponents.Aggregate((sum, next) => sum.Plus(next));

    private static IEnumerable<(long First, long Count)> Split(long[] sizes) => sizes.Select((size, i) => (sizes[..i].Sum(), size));
}
