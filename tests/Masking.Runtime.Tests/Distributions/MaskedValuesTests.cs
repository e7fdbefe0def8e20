using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>Action values: the best legal action, its value, and exploration over legal actions.</summary>
public sealed class MaskedValuesTests
{
    public static TheoryData<ScalarType> Types => [ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16];

    [Fact]
    public void GreedyMaxAndOf_EqualAReferenceLoop() => Property.Holds(Rows.Spread, rows =>
    {
        using MaskedValues values = new(rows.LogitsTensor(), rows.MaskTensor());
        double[] best = rows.PerRow((q, legal) => Best(q, legal));

        Assert.Equal(best, Read.Numbers(values.Greedy()));
        Assert.Equal(rows.PerRow((q, legal) => Best(q, legal) is >= 0 and int action ? q[action] : 0), Read.Numbers(values.Max()));
        for (long action = -1; action < rows.Choices; action++)
        {
            long asked = action;
            Assert.Equal(
                rows.PerRow((q, legal) => asked < 0 ? 0 : legal[asked] ? q[asked] : double.NegativeInfinity),
                Read.Numbers(values.Of(full(rows.Count, Constant.Of(action), ScalarType.Int64))));
        }
    });

    [Theory]
    [MemberData(nameof(Types))]
    public void MaskedValues_HaveNoEffect(ScalarType type) => Property.Holds(Rows.Usual, rows =>
    {
        Tensor mask = rows.MaskTensor();
        Tensor[] before = Everything(Gradient.Leaf(rows.LogitsTensor(type)), mask, rows.Seed);
        Tensor[] after = Everything(Gradient.Leaf(rows.SpoiledLogits(mask, type)), mask, rows.Seed);

        Assert.All(before.Zip(after), pair => TensorAssert.SameBits(pair.First, pair.Second));
    });

    [Fact]
    public void GradientsOfMaxAndOf_ReachOnlyTheChosenValue() =>
        Property.Holds(
            Rows.Usual,
            rows =>
            {
                Tensor best =
                    rows.Choices == 0
                        ? zeros(rows.Count, 0)
                        : nn.functional.one_hot(Greedy(rows).Plus(1), rows.Choices + 1).narrow(1, 1, rows.Choices);

        Tensor leaf = Gradient.Leaf(rows.LogitsTensor());
        using MaskedValues values = new(leaf, rows.MaskTensor());
        TensorAssert.Close(best.to(ScalarType.Float32), Gradient.Of(values.Max(), leaf), "max");

        Tensor again = Gradient.Leaf(rows.LogitsTensor());
        using MaskedValues same = new(again, rows.MaskTensor());
        TensorAssert.Close(best.to(ScalarType.Float32), Gradient.Of(same.Of(Greedy(rows)), again), "of the greedy actions");
    });

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void HalfPrecision_IsComputedInFloat32(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor numbers = randn(50, 6).to(type);
        Tensor mask = rand(50, 6).gt(Constant.Of(0.4));
        using MaskedValues half = new(numbers, mask);
        using MaskedValues single = new(numbers.to(ScalarType.Float32), mask);
        TensorAssert.SameBits(single.Max(), half.Max(), "maximum");
        TensorAssert.SameBits(single.EpsilonGreedyProbs(0.3), half.EpsilonGreedyProbs(0.3), "probabilities");
    }

    [Fact]
    public void AMaskedAction_IsWorthNegativeInfinity_WithGradientZero()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor leaf = Gradient.Leaf(tensor(new[] { 1f, 2f, 3f, 4f }).reshape(2, 2));
        using MaskedValues values = new(leaf, tensor(new[] { true, false, true, true }).reshape(2, 2));
        Tensor worth = values.Of(tensor(new[] { 1L, 0L }));

        Assert.Equal([double.NegativeInfinity, 3], Read.Numbers(worth));
        TensorAssert.Close([0, 0, 1, 0], Gradient.Of(worth, leaf));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void EpsilonGreedy_DrawsItsProbabilities_AndNothingMasked(double epsilon)
    {
        using DisposeScope scope = NewDisposeScope();
        const int Draws = 200_000;
        Tensor q = tensor(new[] { 1f, float.NaN, -3f, 2f, float.PositiveInfinity, 0f });
        Tensor mask = tensor(new[] { true, false, true, true, false, true });
        using MaskedValues one = new(q, mask);
        using MaskedValues many = new(q.expand(Draws, 6), mask.expand(Draws, 6));
        long[] counts = new long[6];
        foreach (long action in Read.Actions(many.EpsilonGreedy(epsilon, new RandomStream(11))))
        {
            counts[action]++;
        }

        double[] expected = [epsilon / 4, 0, epsilon / 4, 1 - epsilon + (epsilon / 4), 0, epsilon / 4];
        TensorAssert.Close(expected, one.EpsilonGreedyProbs(epsilon));
        ChiSquared.Fits(expected, counts);
    }

    [Fact]
    public void EpsilonGreedy_IsGreedyWithoutEpsilon_AndTakesNoActionWhereNoneIsLegal() => Property.Holds(Rows.Spread, rows =>
    {
        using MaskedValues values = new(rows.LogitsTensor(), rows.MaskTensor());

        TensorAssert.SameBits(values.Greedy(), values.EpsilonGreedy(0, new RandomStream(rows.Seed)));
        long[] explored = Read.Actions(values.EpsilonGreedy(1, new RandomStream(rows.Seed)));
        Assert.All(explored, (action, row) => Assert.True(action < 0 ? !rows.MaskOf(row).Contains(true) : rows.MaskOf(row)[action]));
    });

    [Fact]
    public void ADoubleTarget_ChoosesByOneAndReadsFromAnother_UnderTheSameMask()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = tensor(new[] { true, true, false, false, false, false }).reshape(2, 3);
        using MaskedValues online = new(tensor(new[] { 1f, 2f, 9f, 1f, 2f, 3f }).reshape(2, 3), mask);
        using MaskedValues target = new(tensor(new[] { 7f, 5f, 9f, 1f, 2f, 3f }).reshape(2, 3), mask);

        TensorAssert.Close([5, 0], target.Of(online.Greedy()));
    }

    [Fact]
    public void AllValues_AreThoseOfEachAction_AndMaskedOnesHaveNoGradient() => Property.Holds(Rows.Spread, rows =>
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor leaf = rows.LogitsTensor().requires_grad_();
        Tensor mask = rows.MaskTensor();
        using MaskedValues values = new(leaf, mask);
        for (int choice = 0; choice < values.Choices; choice++)
        {
            TensorAssert.SameBits(
                values.Of(full([.. values.All.shape[..^1]], Constant.Of(choice), ScalarType.Int64)), values.All.select(-1, choice));
        }

        Tensor weights = rand_like(leaf.detach());
        where(mask, values.All.mul(weights), zeros_like(leaf)).sum().backward();
        TensorAssert.SameBits(where(mask, weights, zeros_like(weights)), leaf.grad!);
    });

    [Fact]
    public void WrongInput_IsRefused_WithoutSideEffects()
    {
        using Tensor q = zeros(2, 3);
        using Tensor integers = ones(2, 3, ScalarType.Int64);
        using Tensor turned = ones(3, 2, ScalarType.Bool);
        using Tensor column = zeros(2, 1, ScalarType.Int64);
        using MaskedValues values = new(q);
        Refused.ByShape(
            nameof(MaskedValues), "values", "(…, choices) of floating point", "(2, 3) int64", () => new MaskedValues(integers));
        Refused.ByShape(nameof(MaskedValues), "mask", "(2, 3) bool", "(3, 2) bool", () => new MaskedValues(q, turned));
        Refused.ByShape(nameof(MaskedValues), "actions", "(2) int64", "(2, 1) int64", () => values.Of(column));
        Refused.ActionsOutside([2], 3, values.Of);
        RandomStream stream = new(1);
        foreach (double epsilon in new[] { -0.1, 1.1, double.NaN })
        {
            Assert.Equal(
                "epsilon",
                Refused.WithoutLeak<ArgumentOutOfRangeException>(() => values.EpsilonGreedy(epsilon, stream)).ParamName
            );
            Assert.Equal("epsilon", Refused.WithoutLeak<ArgumentOutOfRangeException>(() => values.EpsilonGreedyProbs(epsilon)).ParamName);
        }

        Assert.Equal(0, stream.Step);
        Assert.Throws<ArgumentNullException>("values", () => new MaskedValues(null!));
        Assert.Throws<ArgumentNullException>("actions", () => values.Of(null!));
        Assert.Throws<ArgumentNullException>("stream", () => values.EpsilonGreedy(0, null!));
    }

    [Fact]
    public void EveryCall_LeavesOnlyItsResult()
    {
        using Tensor q = randn(4, 3);
        using Tensor mask = ones(4, 3, ScalarType.Bool);
        RandomStream stream = new(1);
        LiveTensors.AreUnchangedBy(() =>
        {
            using MaskedValues values = new(q, mask);
            using Tensor greedy = values.Greedy();
            using Tensor explored = values.EpsilonGreedy(0.5, stream);
            using Tensor max = values.Max();
            using Tensor worth = values.Of(greedy);
            using Tensor probs = values.EpsilonGreedyProbs(0.5);
        }, calls: 20);
    }

    private static int Best(float[] q, bool[] legal)
    {
        int best = -1;
        for (int action = 0; action < q.Length; action++)
        {
            best = legal[action] && (best < 0 || q[action] > q[best]) ? action : best;
        }

        return best;
    }

    private static Tensor Greedy(Rows rows) => tensor(rows.PerRow((q, legal) => Best(q, legal)), ScalarType.Int64);

    /// <summary>Returns all results, and the gradients of those that have one.</summary>
    private static Tensor[] Everything(Tensor leaf, Tensor mask, int seed)
    {
        MaskedValues values = new(leaf, mask);
        Tensor max = values.Max();
        Tensor explored = values.EpsilonGreedy(0.5, new RandomStream(seed));
        Tensor worth = values.Of(explored);
        Tensor legalOnly = where(mask, values.All, zeros_like(values.All));
        return
        [
            values.Greedy(), explored, max, worth, values.EpsilonGreedyProbs(0.5), values.All,
            Gradient.OfWeighted(max.Plus(worth).Plus(legalOnly.sum(-1)), leaf),
        ];
    }
}
