using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training.Tests;

public sealed class PpoLossTests : IDisposable
{
    private const double Tolerance = 1e-6;

    private static readonly RatioClip Clip = new(0.2);

    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>Ratios above, below and, twice, inside of the clip range 0.8 to 1.2.</summary>
    private static Tensor Ratios => tensor(new[] { 1.5f, 0.5f, 1.1f, 0.9f });

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Policy_TakesTheSmallerOfBothProducts()
    {
        Tensor logProb = Ratios.log().requires_grad_();

        Tensor loss = PpoLoss.Policy(logProb, zeros(4), tensor(new[] { 1f, -1, 2, -2 }), Clip);

        // min(1.5, 1.2) + min(-0.5, -0.8) + 2.2 - 1.8 = 0.8, over 4.
        Assert.Equal(-0.2, loss.ToDouble(), Tolerance);
    }

    [Fact]
    public void Policy_HasNoGradientWhereItIsClipped()
    {
        Tensor logProb = Ratios.log().requires_grad_();

        PpoLoss.Policy(logProb, zeros(4), tensor(new[] { 1f, -1, 2, -2 }), Clip).backward();

        float[] gradient = logProb.grad!.data<float>().ToArray();
        Assert.Equal([0f, 0], gradient[..2]);
        Assert.Equal(-2.2 / 4, gradient[2], Tolerance);
        Assert.Equal(1.8 / 4, gradient[3], Tolerance);
    }

    [Fact]
    public void Value_IsHalfTheMeanSquare() =>
        Assert.Equal(
            1,
            PpoLoss.Value(tensor(new[] { 1f, 2 }), tensor(new[] { 9f, 9 }), tensor(new[] { 3f, 2 }), clipRange: null).ToDouble(),
            Tolerance
        );

    [Fact]
    public void DualClip_LimitsWhatAGreatRatioLosesUnderANegativeAdvantage()
    {
        Tensor ratios = tensor(new[] { 5f, 5, 2, 0.5f });
        Tensor logProb = ratios.log().requires_grad_();
        Tensor advantages = tensor(new[] { -1f, 1, -1, -1 });

        Tensor surrogate = PpoLoss.Surrogate(logProb, zeros(4), advantages, new RatioClip(0.2, dual: 3));
        surrogate.sum().backward();

        // -5 is raised to -3 and has no gradient; the ratio of a positive advantage is clipped at 1.2; -2 is above -3; -0.8 is the ratio
        // 0.5 clipped to 0.8.
        Assert.Equal([-3.0, 1.2, -2, -0.8], surrogate.data<float>().ToArray().Select(each => (double)each), Near);
        Assert.Equal([0.0, 0, -2, 0], logProb.grad!.data<float>().ToArray().Select(each => (double)each), Near);
        Assert.Equal(-5, PpoLoss.Surrogate(logProb, zeros(4), advantages, Clip)[0].ToDouble(), Tolerance);
    }

    [Fact]
    public void RatiosOfParts_AreClippedEachByItself_AndCountWhereThereWasAChoice()
    {
        // Rows with advantages 1 and -1; the second part of the second row had no choice.
        Tensor old = tensor(new[] { -1f, -2, -1, 0 }).reshape(2, 2);
        Tensor logProb = old.Plus(tensor(new[] { 1.5f, 1.1f, 0.5f, 1 }).log().reshape(2, 2));

        Tensor loss = PpoLoss.PolicyOfParts(logProb, old, tensor(new[] { 1f, -1 }), Clip);

        // min(1.5, 1.2) + 1.1 + min(-0.5, -0.8), over 3.
        Assert.Equal(-1.5 / 3, loss.ToDouble(), Tolerance);
        Assert.Equal(2.0 / 3, PpoLoss.ClipFractionOfParts(logProb, old, Clip), Tolerance);
    }

    [Fact]
    public void RatiosOfParts_WhereNobodyHadAChoice_AreZero()
    {
        Assert.Equal(0, PpoLoss.PolicyOfParts(zeros(2, 3), zeros(2, 3), ones(2), Clip).ToDouble());
        Assert.Equal(0, PpoLoss.ClipFractionOfParts(zeros(2, 3), zeros(2, 3), Clip));
    }

    [Fact]
    public void Value_Clipped_TakesTheGreaterError()
    {
        // Old values 0, range 0.5. The value 2 is clipped to 0.5. For the return 3, 0.5 has the greater error; for the return 0, 2 has it.
        Tensor loss = PpoLoss.Value(tensor(new[] { 2f, 2 }), zeros(2), tensor(new[] { 3f, 0 }), Constant.Of(0.5));

        Assert.Equal(0.5 * ((2.5 * 2.5) + 4) / 2, loss.ToDouble(), Tolerance);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-0.1, null)]
    [InlineData(0.2, 1.0)]
    public void LimitsThatLimitNothing_AreRefused(double range, double? dual) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RatioClip(range, dual));

    [Fact]
    public void ApproximateKl_IsTheMeanOfRatioLessOneLessLog() =>
        Assert.Equal(0.25, PpoLoss.ApproximateKl(tensor(new[] { 2f, 0.5f }).log(), zeros(2)), Tolerance);

    [Fact]
    public void ClipFraction_CountsWhatIsOutside() =>
        Assert.Equal(0.5, PpoLoss.ClipFraction(Ratios.log(), zeros(4), Clip), Tolerance);

    [Fact]
    public void Normalized_HasMeanZeroAndDeviationOne()
    {
        float[] normalized = PpoLoss.Normalized(tensor(new[] { 1f, 2, 3, 4 })).data<float>().ToArray();

        // Mean 5/2, variance 5/4.
        Assert.Equal(
            [-1.3416407, -0.4472136, 0.4472136, 1.3416407],
            normalized.Select(each => (double)each),
            (left, right) => Math.Abs(left - right) < Tolerance
        );
    }

    [Fact]
    public void Normalized_OfEqualAdvantages_IsZero() =>
        Assert.Equal([0f, 0, 0], PpoLoss.Normalized(tensor(new[] { 5f, 5, 5 })).data<float>().ToArray());

    [Fact]
    public void OfPresentActors_EveryTermIsThatOfThem_WhateverTheNumbersOfAbsentOnes()
    {
        // The present ones have the ratios, advantages, values and returns of the tests above.
        Tensor present = tensor(new[,] { { true, false, true }, { true, true, false } });
        Tensor logProb = Spread(Ratios.log(), float.NaN).requires_grad_();
        Tensor values = Spread(tensor(new[] { 2f, 2, 1, 2 }), float.NaN).requires_grad_();
        Tensor old = Spread(zeros(4), 7);
        Tensor advantages = Spread(tensor(new[] { 1f, -1, 2, -2 }), float.PositiveInfinity);
        Tensor returns = Spread(tensor(new[] { 3f, 0, 3, 2 }), float.NegativeInfinity);

        Tensor policy = PpoLoss.Policy(logProb, old, advantages, Clip, present);
        Tensor value = PpoLoss.Value(values, old, returns, Constant.Of(0.5), present);
        policy.Plus(value).backward();

        Assert.Equal(-0.2, policy.ToDouble(), Tolerance);

        // The greater errors are 2.5, 2, 2.5 and 1.5. Only the second is that of the value that is not clipped.
        Assert.Equal(0.5 * ((2.5 * 2.5) + 4 + (2.5 * 2.5) + (1.5 * 1.5)) / 4, value.ToDouble(), Tolerance);
        Assert.Equal([0, 0, 0, -2.2 / 4, 1.8 / 4, 0], Numbers(logProb.grad!), Near);
        Assert.Equal([0, 0, 2.0 / 4, 0, 0, 0], Numbers(values.grad!), Near);
        Assert.Equal(0.5, PpoLoss.ClipFraction(logProb, old, Clip, present), Tolerance);
        Assert.Equal(
            (0.5 - Math.Log(1.5) + -0.5 - Math.Log(0.5) + 0.1 - Math.Log(1.1) + -0.1 - Math.Log(0.9)) / 4,
            PpoLoss.ApproximateKl(logProb, old, present),
            Tolerance);
        Assert.Equal(
            [-1.3416407, 0, -0.4472136, 0.4472136, 1.3416407, 0],
            Numbers(PpoLoss.Normalized(Spread(tensor(new[] { 1f, 2, 3, 4 }), float.NaN), present)),
            Near);

        // The numbers of the present actors in their places, with another number in the places of absent ones.
        Tensor Spread(Tensor ofPresent, float ofAbsent) =>
            full(present.shape, Constant.Of(ofAbsent)).masked_scatter(present, ofPresent);
    }

    [Fact]
    public void WithoutAPresentActor_EveryTermIsZero_WithGradientZero()
    {
        Tensor nobody = zeros(2, 3, ScalarType.Bool);
        Tensor logProb = zeros(2, 3).requires_grad_();

        Tensor loss = PpoLoss.Policy(logProb, zeros(2, 3), ones(2, 3), Clip, nobody)
            .Plus(PpoLoss.Value(logProb, zeros(2, 3), ones(2, 3), clipRange: null, nobody));
        loss.backward();

        Assert.Equal(0, loss.ToDouble());
        Assert.Equal(new double[6], Numbers(logProb.grad!));
        Assert.Equal(0, PpoLoss.ApproximateKl(logProb, ones(2, 3), nobody));
        Assert.Equal(0, PpoLoss.ClipFraction(logProb, ones(2, 3), Clip, nobody));
        Assert.Equal(new double[6], Numbers(PpoLoss.Normalized(ones(2, 3), nobody)));
    }

    [Fact]
    public void NumbersOfOtherShapeThanThePresentActors_AreRefused()
    {
        Tensor present = ones(2, 3, ScalarType.Bool);

        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            PpoLoss.Policy(zeros(2, 3), zeros(2, 3), zeros(2), Clip, present));

        Assert.StartsWith("expected advantages of the shape of present, (2, 3), got (2).", refused.Message, StringComparison.Ordinal);
        Assert.Equal("advantages", refused.ParamName);
    }

    [Fact]
    public void RatiosOfParts_MayHaveAnAdvantageEach()
    {
        Tensor old = tensor(new[] { -1f, -2, -1, 0 }).reshape(2, 2);
        Tensor logProb = old.Plus(tensor(new[] { 1.5f, 1.1f, 0.5f, 1 }).log().reshape(2, 2));

        Tensor loss = PpoLoss.PolicyOfParts(logProb, old, tensor(new[,] { { 1f, -2 }, { 3, 100 } }), Clip);

        // min(1.5, 1.2) - 2.2 + min(1.5, 2.4), over 3.
        Assert.Equal(-0.5 / 3, loss.ToDouble(), Tolerance);
    }

    private static double[] Numbers(Tensor tensor) => [.. tensor.data<float>().ToArray().Select(number => (double)number)];

    private static bool Near(double left, double right) => Math.Abs(left - right) < Tolerance;
}
