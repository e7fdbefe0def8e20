using Masking.Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class PpoLossTests : IDisposable
{
    private const double Tolerance = 1e-6;

    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>Above, below, and twice inside of the clip range 0.8 to 1.2.</summary>
    private static Tensor Ratios => tensor(new[] { 1.5f, 0.5f, 1.1f, 0.9f });

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Policy_TakesTheSmallerOfBothProducts()
    {
        Tensor logProb = Ratios.log().requires_grad_();

        Tensor loss = PpoLoss.Policy(logProb, zeros(4), tensor(new[] { 1f, -1, 2, -2 }), clipRange: 0.2);

        // min(1.5, 1.2) + min(-0.5, -0.8) + 2.2 - 1.8 = 0.8, over 4.
        Assert.Equal(-0.2, loss.ToDouble(), Tolerance);
    }

    [Fact]
    public void Policy_HasNoGradientWhereItIsClipped()
    {
        Tensor logProb = Ratios.log().requires_grad_();

        PpoLoss.Policy(logProb, zeros(4), tensor(new[] { 1f, -1, 2, -2 }), clipRange: 0.2).backward();

        float[] gradient = logProb.grad!.data<float>().ToArray();
        Assert.Equal([0f, 0], gradient[..2]);
        Assert.Equal(-2.2 / 4, gradient[2], Tolerance);
        Assert.Equal(1.8 / 4, gradient[3], Tolerance);
    }

    [Fact]
    public void Value_IsHalfTheMeanSquare() =>
        Assert.Equal(1, PpoLoss.Value(tensor(new[] { 1f, 2 }), tensor(new[] { 3f, 2 })).ToDouble(), Tolerance);

    [Fact]
    public void ApproximateKl_IsTheMeanOfRatioLessOneLessLog() =>
        Assert.Equal(0.25, PpoLoss.ApproximateKl(tensor(new[] { 2f, 0.5f }).log(), zeros(2)), Tolerance);

    [Fact]
    public void ClipFraction_CountsWhatIsOutside() =>
        Assert.Equal(0.5, PpoLoss.ClipFraction(Ratios.log(), zeros(4), clipRange: 0.2), Tolerance);

    [Fact]
    public void Normalised_HasMeanZeroAndDeviationOne()
    {
        float[] normalised = PpoLoss.Normalised(tensor(new[] { 1f, 2, 3, 4 })).data<float>().ToArray();

        // Mean 5/2, variance 5/4.
        Assert.Equal([-1.3416407, -0.4472136, 0.4472136, 1.3416407], normalised.Select(each => (double)each), (left, right) => Math.Abs(left - right) < Tolerance);
    }

    [Fact]
    public void Normalised_OfEqualAdvantages_IsZero() =>
        Assert.Equal([0f, 0, 0], PpoLoss.Normalised(tensor(new[] { 5f, 5, 5 })).data<float>().ToArray());
}
