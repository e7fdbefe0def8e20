using Masking.Runtime.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

/// <summary>The rows whose intervals and scales the declared head can express.</summary>
public class DeclaredIntervalTests
{
    public static TheoryData<string> Cases =>
    [
        .. GoldenFile<IntervalCase>.Names("interval").Select(row => row.Data).Where(name =>
            !name.StartsWith("the mean lies", StringComparison.Ordinal) && !name.StartsWith("tiny", StringComparison.Ordinal)),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void ValuesAndGradients_EqualTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        IntervalCase golden = GoldenFile<IntervalCase>.Case("interval", name);
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using IntervalPolicy policy = Declared(type);
            Tensor outputs = Outputs(golden.Loc, golden.Scale, type).requires_grad_();
            IntervalPolicy.Actions actions = new() { Number = NaNWhereEmpty(golden).to(ScalarType.Float32) };
            using IntervalPolicy.Distribution distribution = policy.forward(
                new IntervalPolicy.Observation { Outputs = outputs, NumberRange = Range(golden.Low, golden.High) });

            Tensor logProb = distribution.LogProb(actions);
            TensorAssert.Close(golden.LogProb.Values, logProb, "log-probability");
            TensorAssert.Close(golden.Entropy.Values, distribution.Entropy(), "entropy");
            TensorAssert.Close(golden.Mode.Values, distribution.Mode().Number, "mode");
            TensorAssert.Close(golden.Loc.Values, distribution.NumberLocation, "location");
            TensorAssert.Close(golden.Scale.Values, distribution.NumberScale, "scale");
            IsGradient(golden.LogProbByLocation, golden.LogProbByScale, golden.Scale, logProb, outputs);
            IsGradient(golden.EntropyByLocation, golden.EntropyByScale, golden.Scale, distribution.Entropy(), outputs);
            if (golden.Kl is not null)
            {
                using IntervalPolicy.Distribution q = policy.forward(new IntervalPolicy.Observation
                {
                    Outputs = Outputs(golden.OtherLoc!, golden.OtherScale!, type),
                    NumberRange = Range(golden.OtherLow!, golden.OtherHigh!),
                });
                TensorAssert.Close(golden.Kl.Values, distribution.KlDivergence(q), "divergence");
            }
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void ScalesBeyondTheirLimits_AreClamped_WithGradientZero(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using IntervalPolicy policy = Declared(type);
        Tensor outputs = tensor([0.5, 3, 0.5, -6], [2, 2]).to(type).requires_grad_();
        using IntervalPolicy.Distribution distribution = policy.forward(new() { Outputs = outputs, NumberRange = null });

        Tensor logProb = distribution.LogProb(new() { Number = tensor(new[] { 2f, 2f }) });
        Tensor gradient = autograd.grad([logProb.sum().add(distribution.Entropy().sum(), One)], [outputs])[0];

        TensorAssert.Close(
            [IntervalPolicy.HalfWidth * Math.Exp(2), IntervalPolicy.HalfWidth * Math.Exp(-5)], distribution.NumberScale, "scale");
        TensorAssert.Close([0, 0], gradient.select(1, 1), "gradient to the scale");
        Assert.Equal(2, gradient.select(1, 0).count_nonzero().item<long>());
    }

    private static readonly Scalar One = 1;

    /// <summary>The chain rule: the location is h a, and the scale h exp(b).</summary>
    private static void IsGradient(Numbers byLocation, Numbers byScale, Numbers scale, Tensor result, Tensor outputs)
    {
        Tensor gradient = autograd.grad([result.sum()], [outputs], retain_graph: true)[0];
        TensorAssert.Close(
            [.. byLocation.Values.Select(number => IntervalPolicy.HalfWidth * number)], gradient.select(1, 0), "gradient to the location");
        TensorAssert.Close(
            [.. byScale.Values.Zip(scale.Values, (number, s) => number * s)], gradient.select(1, 1), "gradient to the scale");
    }

    private static Tensor Outputs(Numbers location, Numbers scale, ScalarType type) => tensor(location.Values
        .Zip(scale.Values, (m, s) => new[] { m / IntervalPolicy.HalfWidth, Math.Log(s / IntervalPolicy.HalfWidth) })
        .SelectMany(each => each).ToArray(), [location.Values.Length, 2]).to(type);

    private static Tensor Range(Numbers low, Numbers high) => stack([low.Doubles(), high.Doubles()], -1).to(ScalarType.Float32);

    private static Tensor NaNWhereEmpty(IntervalCase golden) => where(
        golden.Low.Doubles().gt(golden.High.Doubles()),
        full_like(golden.Action.Doubles(), Constant.Of(double.NaN)),
        golden.Action.Doubles());

    private static IntervalPolicy Declared(ScalarType type)
    {
        IntervalPolicy policy = new();
        IdentityWeights.SetIdentity(policy, "Number");
        policy.to(type);
        return policy;
    }
}
