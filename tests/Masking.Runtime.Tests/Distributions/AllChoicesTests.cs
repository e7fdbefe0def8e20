using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>The log-probabilities of all choices, cross-entropies, and probabilities at a temperature.</summary>
public sealed class AllChoicesTests
{
    public static TheoryData<ScalarType> Precisions => [ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16];

    [Theory]
    [MemberData(nameof(Precisions))]
    public void LogProbs_AreThoseOfEveryChoice(ScalarType type) => Property.Holds(Rows.Spread, rows =>
    {
        Tensor logits = Gradient.Leaf(rows.LogitsTensor(type));
        using MaskedCategorical distribution = new(logits, rows.MaskTensor());

        Tensor all = distribution.LogProbs;

        Assert.Equal([rows.Count, rows.Choices], all.shape);
        for (int choice = 0; choice < rows.Choices; choice++)
        {
            Tensor expected = distribution.LogProb(full(rows.Count, Constant.Of((long)choice), ScalarType.Int64));
            TensorAssert.Close(expected, all.select(1, choice));
        }

        TensorAssert.NoNaN(Gradient.OfWeighted(where(all.isfinite(), all, zeros_like(all)), logits), "gradient");
    });

    [Theory]
    [MemberData(nameof(Precisions))]
    public void MaskedLogits_AffectNoBit(ScalarType type) => Property.Holds(Rows.Usual, rows =>
    {
        Tensor mask = rows.MaskTensor();
        Tensor target = where(mask, rand(mask.shape), zeros(mask.shape));

        (Tensor LogProbs, Tensor CrossEntropy, Tensor Probs, Tensor Gradient) Results(Tensor values)
        {
            Tensor logits = Gradient.Leaf(values);
            using MaskedCategorical distribution = new(logits, mask);
            Tensor crossEntropy = distribution.CrossEntropy(target);
            return (distribution.LogProbs, crossEntropy, distribution.ProbsAt(0.7), Gradient.OfWeighted(crossEntropy, logits));
        }

        var clean = Results(rows.LogitsTensor(type));
        var spoiled = Results(rows.SpoiledLogits(mask, type));

        TensorAssert.SameBits(clean.LogProbs, spoiled.LogProbs, "log-probabilities");
        TensorAssert.SameBits(clean.CrossEntropy, spoiled.CrossEntropy, "cross-entropy");
        TensorAssert.SameBits(clean.Probs, spoiled.Probs, "probabilities at a temperature");
        TensorAssert.SameBits(clean.Gradient, spoiled.Gradient, "gradient");
        TensorAssert.ZeroWhere(mask.logical_not(), clean.Gradient, "gradient");
        TensorAssert.Zero(clean.LogProbs.masked_select(mask.logical_not()).exp(), "masked");
    });

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void CrossEntropy_IsTheExpectationOfTheNegativeLogProbability(ScalarType type) => Property.Holds(Rows.Usual, rows =>
    {
        Tensor target = where(rows.MaskTensor(), rand(rows.Count, rows.Choices), zeros(rows.Count, rows.Choices));
        (Tensor first, Tensor second) = (Gradient.Leaf(rows.LogitsTensor(type)), Gradient.Leaf(rows.LogitsTensor(type)));
        Tensor actual = new MaskedCategorical(first, rows.MaskTensor()).CrossEntropy(target);
        Tensor logProbs = new MaskedCategorical(second, rows.MaskTensor()).LogProbs;
        Tensor expected = target.mul(where(target.gt(Constant.Of(0)), logProbs, zeros_like(logProbs))).sum(-1).neg();

        TensorAssert.Close(expected, actual);
        TensorAssert.Close(Gradient.OfWeighted(expected, second), Gradient.OfWeighted(actual, first), "gradient");
    });

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void CrossEntropyOfItself_IsTheEntropy_AndOfOneChoice_ItsNegativeLogProbability(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = tensor(new[] { true, false, true, true, true, false }).reshape(2, 3);
        using MaskedCategorical distribution = new(randn(2, 3, type), mask);
        Tensor choice = tensor(new[] { 2L, 0L });

        TensorAssert.Close(distribution.Entropy(), distribution.CrossEntropy(distribution.Probs));
        TensorAssert.Close(distribution.LogProb(choice).neg(), distribution.CrossEntropy(nn.functional.one_hot(choice, 3).to(type)));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void TargetOnAMaskedChoice_IsInfinite_WithGradientZero(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Gradient.Leaf(tensor(new[] { 1f, 2f, 3f, 1f, 2f, 3f, 1f, 2f, float.NegativeInfinity }).reshape(3, 3).to(type));
        Tensor mask = tensor(new[] { true, false, true, true, false, true, true, true, true }).reshape(3, 3);
        Tensor target = tensor(new[] { 0.5f, 0.5f, 0, 0.5f, 0, 0.5f, 0, 0.5f, 0.5f }).reshape(3, 3);
        using MaskedCategorical distribution = new(logits, mask);

        Tensor crossEntropy = distribution.CrossEntropy(target);

        Assert.Equal(
            [double.PositiveInfinity, double.PositiveInfinity], Read.Numbers(crossEntropy.index_select(0, tensor(new[] { 0L, 2L }))));
        TensorAssert.Finite(crossEntropy[1]);
        Tensor gradient = Gradient.Of(crossEntropy, logits);
        TensorAssert.Zero(gradient[0], "masked");
        TensorAssert.Zero(gradient[2], "-inf");
        Assert.NotEqual(0, gradient[1, 0].ToDouble());
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Bits_AreBernoulli(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Gradient.Leaf(tensor(new[] { 0.5f, float.NaN, -2f, 3f, 0.1f, 9f }).reshape(2, 3).to(type));
        Tensor mask = tensor(new[] { true, false, true, true, true, false }).reshape(2, 3);
        using MaskedFlags flags = new(logits, mask);
        Tensor target = tensor(new[] { 0.25f, 0, 1, 0, 0.5f, 0.5f }).reshape(2, 3);

        static double Log(double logit) => -Math.Log(1 + Math.Exp(-logit));
        double expected = -((0.25 * Log(0.5)) + (0.75 * Log(-0.5)) + Log(-2));

        Tensor crossEntropy = flags.CrossEntropy(target);
        TensorAssert.Close([Log(0.5), double.NegativeInfinity, Log(-2), Log(3), Log(0.1), double.NegativeInfinity], flags.LogProbs);
        TensorAssert.Close([expected, double.PositiveInfinity], crossEntropy);
        Tensor gradient = Gradient.Of(crossEntropy, logits);
        TensorAssert.Close([(1 / (1 + Math.Exp(-0.5))) - 0.25, 0, (1 / (1 + Math.Exp(2))) - 1], gradient[0]);
        TensorAssert.Zero(gradient[1]);
        TensorAssert.Close([1 / (1 + Math.Exp(-0.25)), 0, 1 / (1 + Math.Exp(1))], flags.ProbsAt(2)[0]);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void ComponentsAndGrids_AddUp(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = randn(2, 3, 7, type);
        Tensor mask = rand(2, 3, 7).gt(Constant.Of(0.3));
        Tensor target = where(mask, rand(2, 3, 7), zeros(2, 3, 7));
        using MaskedComponents components = new(logits, mask, [3, 4]);
        using MaskedCategorical first = new(logits.narrow(-1, 0, 3), mask.narrow(-1, 0, 3));
        using MaskedCategorical second = new(logits.narrow(-1, 3, 4), mask.narrow(-1, 3, 4));

        TensorAssert.Close(cat([first.LogProbs, second.LogProbs], -1), components.LogProbs);
        TensorAssert.Close(
            first.CrossEntropy(target.narrow(-1, 0, 3)).Plus(second.CrossEntropy(target.narrow(-1, 3, 4))),
            components.CrossEntropy(target));
        TensorAssert.Close(cat([first.ProbsAt(3), second.ProbsAt(3)], -1), components.ProbsAt(3));
        Tensor actions = components.Sample(new RandomStream(1), temperature: 3);
        TensorAssert.Close(
            first.LogProb(actions.select(-1, 0), 3).Plus(second.LogProb(actions.select(-1, 1), 3)),
            components.LogProb(actions, 3));

        Tensor agents = tensor(new[] { true, false, true, true, true, false }).reshape(2, 3, 1);
        using MaskedGrid grid = new(logits.permute(0, 2, 1).unsqueeze(-1), agents, mask.permute(0, 2, 1).unsqueeze(-1));
        using MaskedCategorical cells = new(logits, mask);
        Tensor present = agents.squeeze(-1);
        Tensor negative = full_like(cells.LogProbs, Constant.Of(double.NegativeInfinity));
        TensorAssert.Close(
            where(present.unsqueeze(-1), cells.LogProbs, negative), grid.LogProbs.squeeze(-1).permute(0, 2, 1).contiguous());
        Tensor perCell = cells.CrossEntropy(target);
        TensorAssert.Close(
            where(present, perCell, zeros_like(perCell)).sum(1), grid.CrossEntropy(target.permute(0, 2, 1).unsqueeze(-1)));
        Tensor chosen = grid.Sample(new RandomStream(1), temperature: 0.4);
        Tensor logProb = cells.LogProb(chosen.squeeze(-1).clamp_min(Constant.Of(-1)), 0.4);
        TensorAssert.Close(where(present, logProb, zeros_like(logProb)).sum(1), grid.LogProb(chosen, 0.4));
        TensorAssert.ZeroWhere(present.logical_not().unsqueeze(-1).expand(2, 3, 7), grid.ProbsAt(2).squeeze(-1).permute(0, 2, 1));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Subsets_HaveThemForEveryPick(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = tensor(new[] { true, true, false, true, true, true, true, true }).reshape(2, 4);
        using MaskedSubset subset = new(randn(2, 4, type), zeros(2, type), mask, atMost: 3);
        Tensor actions = tensor(new[] { 0L, 3, -1, 2, 1, 0 }).reshape(2, 3);

        Tensor logProbs = subset.LogProbs(actions);

        TensorAssert.Close(subset.Probs(actions), logProbs.exp());
        Tensor picks = tensor(new[] { 0L, 3, 4, 2, 1, 0 }).reshape(2, 3);
        Tensor target = nn.functional.one_hot(picks, 5).to(type);
        TensorAssert.Close(subset.LogProb(actions).neg(), subset.CrossEntropy(target, actions));
        target[0, 1] = tensor(new[] { 1f, 0, 0, 0, 0 }).to(type);
        Assert.Equal(double.PositiveInfinity, subset.CrossEntropy(target, actions)[0].ToDouble());
        TensorAssert.Close(subset.LogProb(actions), subset.LogProb(actions, temperature: 1));
        Tensor tempered = subset.ProbsAt(actions, 2);
        TensorAssert.Close(tempered.gather(2, picks.unsqueeze(-1)).log().sum([1, 2]), subset.LogProb(actions, 2));
        Tensor flat = subset.ProbsAt(actions, 1e12);
        TensorAssert.Close([0.25, 0.25, 0, 0.25, 0], where(flat[0, 0].gt(Constant.Of(0)), flat[0, 0].mul(Constant.Of(0.75)), flat[0, 0]));
    }

    [Theory]
    [InlineData(ScalarType.Float32, 0.5)]
    [InlineData(ScalarType.Float32, 3)]
    [InlineData(ScalarType.Float64, 0.5)]
    [InlineData(ScalarType.Float64, 3)]
    public void Temperature_DividesTheLogits(ScalarType type, double temperature) => Property.Holds(Rows.Usual, rows =>
    {
        Tensor logits = Gradient.Leaf(rows.LogitsTensor(type));
        Tensor mask = rows.MaskTensor();
        using MaskedCategorical distribution = new(logits, mask);
        using MaskedCategorical divided = new(logits.div(Constant.Of(temperature)), mask);
        Tensor actions = distribution.Sample(new RandomStream(rows.Seed), temperature);

        TensorAssert.Close(divided.Probs, distribution.ProbsAt(temperature));
        Tensor logProb = distribution.LogProb(actions, temperature);
        TensorAssert.Close(divided.LogProb(actions), logProb);
        TensorAssert.Finite(logProb);
        Tensor gradient = Gradient.OfWeighted(logProb, logits);
        logits.grad?.zero_();
        TensorAssert.Close(gradient, Gradient.OfWeighted(divided.LogProb(actions), logits), "gradient");
    });

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void ExtremeTemperatures_GiveNoNaN(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = tensor(new[] { 1e30f, float.NaN, -1e30f, 3f, float.NaN, 3f }).reshape(2, 3).to(type);
        Tensor mask = tensor(new[] { true, false, true, true, false, true }).reshape(2, 3);
        using MaskedCategorical distribution = new(logits, mask);

        foreach (double temperature in new[] { double.Epsilon, 1e-300, 1e300, double.MaxValue })
        {
            TensorAssert.Close([0.5, 0, 0.5], distribution.ProbsAt(temperature)[1]);
            TensorAssert.Finite(distribution.ProbsAt(temperature));
        }

        TensorAssert.Close([1, 0, 0], distribution.ProbsAt(1e-300)[0]);
        TensorAssert.Close([0.5, 0, 0.5], distribution.ProbsAt(1e300)[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void OtherTemperatures_AreRefused(double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedCategorical categorical = new(zeros(1, 2));
        using MaskedFlags flags = new(zeros(1, 2));
        using MaskedComponents components = new(zeros(1, 2), null, [2]);
        using MaskedGrid grid = new(zeros(1, 2, 1, 1), ones(1, 1, 1, ScalarType.Bool));
        using MaskedSubset subset = new(zeros(1, 2), zeros(1), null, atMost: 1);
        Tensor action = zeros(1, ScalarType.Int64);
        Tensor bits = zeros(1, 2, ScalarType.Int64);

        Assert.All<Action>(
            [
                () => categorical.ProbsAt(temperature),
                () => categorical.LogProb(action, temperature),
                () => flags.ProbsAt(temperature),
                () => flags.LogProb(bits, temperature),
                () => components.ProbsAt(temperature),
                () => components.LogProb(action.unsqueeze(1), temperature),
                () => grid.ProbsAt(temperature),
                () => grid.LogProb(action.reshape(1, 1, 1), temperature),
                () => subset.ProbsAt(action.unsqueeze(1), temperature),
                () => subset.LogProb(action.unsqueeze(1), temperature),
            ],
            call => Assert.Equal("temperature", Assert.Throws<ArgumentOutOfRangeException>(call).ParamName));
    }

    [Fact]
    public void Targets_AreChecked()
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedCategorical categorical = new(zeros(1, 2));
        using MaskedFlags flags = new(zeros(1, 2));
        using MaskedComponents components = new(zeros(1, 2), null, [2]);
        using MaskedGrid grid = new(zeros(1, 2, 1, 1), ones(1, 1, 1, ScalarType.Bool));
        using MaskedSubset subset = new(zeros(1, 2), zeros(1), null, atMost: 1);
        Tensor wrong = zeros(1, 3);
        Tensor action = zeros(1, 1, ScalarType.Int64);
        Tensor integers = zeros(1, 2, ScalarType.Int64);

        Refused.ByShape(nameof(MaskedCategorical), "target", "(1, 2)", "(1, 3) float32", () => categorical.CrossEntropy(wrong));
        Refused.ByShape(nameof(MaskedFlags), "target", "(1, 2)", "(1, 3) float32", () => flags.CrossEntropy(wrong));
        Refused.ByShape(nameof(MaskedComponents), "target", "(1, 2)", "(1, 3) float32", () => components.CrossEntropy(wrong));
        Refused.ByShape(nameof(MaskedGrid), "target", "(1, 2, 1, 1)", "(1, 3) float32", () => grid.CrossEntropy(wrong));
        Refused.ByShape(nameof(MaskedSubset), "target", "(1, 1, 3)", "(1, 3) float32",
            () => subset.CrossEntropy(wrong, action));
        Refused.ByShape(nameof(MaskedCategorical), "target", "(1, 2) of floating point", "(1, 2) int64",
            () => categorical.CrossEntropy(integers));
    }
}
