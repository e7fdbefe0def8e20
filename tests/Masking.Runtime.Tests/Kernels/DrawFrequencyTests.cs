using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

public sealed class DrawFrequencyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(23)]
    [InlineData(70)]
    public void AMillionDraws_HaveTheirProbabilities(int width)
    {
        const int Rows = 1_000_000;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        manual_seed(width);
        Tensor mask = rand(width).lt(Constant.Of(0.7)).logical_or(Constant.Range(width).eq(Constant.Of(width / 2)));
        Tensor logits = randn(width).where(mask, full([width], Constant.Of(float.NaN)));
        using MaskedCategorical one = new(logits, mask);
        using MaskedCategorical many = new(logits.expand(Rows, width), mask.expand(Rows, width));
        long[] counts = new long[width];
        foreach (long choice in Read.Actions(many.Sample(new RandomStream(width))))
        {
            counts[choice]++;
        }

        ChiSquared.Fits(Read.Numbers(one.Probs), counts);
    }
}
