using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>A row without a legal choice has no action; a masked choice has probability 0.</summary>
public sealed class NoActionTests
{
    public static TheoryData<Kind, ScalarType, int> KindsTypesAndChoices => new MatrixTheoryData<Kind, ScalarType, int>(
        Enum.GetValues<Kind>(), [ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16], [0, 1, 2, 7, 300]);

    [Theory]
    [MemberData(nameof(KindsTypesAndChoices))]
    public void RowWithoutLegalChoice_IsNoAction(Kind kind, ScalarType type, int choices)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = zeros(4, choices, ScalarType.Bool);
        Tensor logits = Gradient.Leaf(randn(4, choices).to(type));
        using Subject subject = Subject.Of(kind, logits, mask);
        Tensor sample = subject.Sample(new RandomStream(1));
        Tensor logProb = subject.LogProb(sample);
        Tensor entropy = subject.Entropy();

        TensorAssert.Zero(sample.Plus(1), "sample + 1");
        TensorAssert.Zero(subject.Mode().Plus(1), "mode + 1");
        TensorAssert.Zero(logProb, "log-probability");
        TensorAssert.Zero(entropy, "entropy");
        TensorAssert.Zero(subject.Probs, "probs");
        TensorAssert.Zero(subject.KlDivergence(Subject.Of(kind, randn(4, choices), null)), "divergence");
        TensorAssert.Zero(Gradient.OfWeighted(logProb.Plus(entropy), logits), "gradient");
    }

    [Fact]
    public void MaskedAction_HasLogProbabilityNegativeInfinity_AndGradientZero() =>
        Property.Holds(
            Rows.Usual,
            rows =>
            {
                for (long action = -1; action < Math.Min(2, rows.Choices); action++)
                {
                    Tensor logits = Gradient.Leaf(rows.LogitsTensor());
                    using Subject subject = Subject.Of(Kind.Categorical, logits, rows.MaskTensor());
                    Tensor logProb = subject.LogProb(full(rows.Count, Constant.Of(action), ScalarType.Int64));
                    long chosen = action;
                    bool[] impossible =
                    [
                        .. Enumerable
                            .Range(0, rows.Count)
                            .Select(row => chosen < 0 ? rows.MaskOf(row).Contains(true) : !rows.MaskOf(row)[chosen]),
                    ];

            Assert.Equal(impossible, Read.Numbers(logProb).Select(double.IsNegativeInfinity));
            TensorAssert.ZeroWhere(tensor(impossible).unsqueeze(-1).expand(logits.shape), Gradient.OfWeighted(logProb, logits), "gradient");
        }
    });

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void MaskedActionInARowWithoutALegalOne_IsImpossibleToo(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedCategorical distribution = new(randn(1, 3, type), zeros(1, 3, ScalarType.Bool));

        Assert.Equal([double.NegativeInfinity], Read.Numbers(distribution.LogProb(tensor(new[] { 1L }))));
        Assert.Equal([0], Read.Numbers(distribution.LogProb(tensor(new[] { -1L }))));
    }

    [Theory]
    [MemberData(nameof(Subject.Kinds), MemberType = typeof(Subject))]
    public void JointLogProbability_IsNegativeInfinity_WhereOnePartIsMasked(Kind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = tensor(new[] { true, false, true, true, true, true }).reshape(1, 6);
        Tensor logits = Gradient.Leaf(randn(1, 6));
        using Subject subject = Subject.Of(kind, logits, mask);
        Tensor actions = subject.Mode();
        actions.view(-1).narrow(0, 0, 1).fill_(Constant.Of(1));
        Tensor logProb = subject.LogProb(actions);

        Assert.Equal([double.NegativeInfinity], Read.Numbers(logProb));
        TensorAssert.Finite(Gradient.Of(logProb, logits), "gradient");
    }

    [Theory]
    [MemberData(nameof(Subject.Kinds), MemberType = typeof(Subject))]
    public void ASingleLegalChoice_HasProbabilityOne(Kind kind) => Property.Holds(Rows.Spread, rows =>
    {
        Tensor mask = zeros(rows.Count, rows.Choices, ScalarType.Bool);
        if (rows.Choices > 0)
        {
            mask.narrow(1, rows.Seed % rows.Choices, 1).fill_(Constant.Of(true));
        }

        using Subject subject = Subject.Of(kind, rows.LogitsTensor(), mask);
        Tensor sample = subject.Sample(new RandomStream(rows.Seed));
        TensorAssert.SameBits(subject.Mode(), sample);
        TensorAssert.Zero(subject.LogProb(sample), "log-probability");
        TensorAssert.Zero(subject.Entropy(), "entropy");
    }, iter: 50);

    [Fact]
    public void Mode_ReturnsTheLowestIndexOfATie()
    {
        using DisposeScope scope = NewDisposeScope();
        bool[] mask = [.. Enumerable.Range(0, 100).Select(i => i % 7 == 6)];
        using MaskedCategorical categorical = new(full(3, 100, Constant.Of(0.5f)), tensor(mask).expand(3, 100));
        Assert.Equal([6, 6, 6], Read.Actions(categorical.Mode()));
    }

    [Fact]
    public void AVerySmallLegalLogit_KeepsItsLogProbability()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (
            (ScalarType type, double low) in new[]
            {
                (ScalarType.Float32, -1e30),
                (ScalarType.Float64, -1e30),
                (ScalarType.Float64, -1e200),
                (ScalarType.BFloat16, -1e30),
            }
        )
        {
            Tensor logits = tensor(new[] { 0.0, low, double.NaN }, ScalarType.Float64).to(type);
            using MaskedCategorical categorical = new(logits, tensor(new[] { true, true, false }));
            Assert.Equal(type == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32, categorical.Probs.dtype);
            TensorAssert.Close(
                [low],
                categorical.LogProb(tensor(1L)).reshape(1),
                $"{type}",
                relative: type == ScalarType.BFloat16 ? 1e-2 : 1e-6
            );
            TensorAssert.Zero(categorical.Entropy(), "entropy");
        }
    }

    [Fact]
    public void ExtremeLegalLogits_HaveFiniteLogProbabilities()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Gradient.Leaf(tensor(new[] { float.MaxValue, -float.MaxValue, 0f }).reshape(1, 3));
        using MaskedCategorical categorical = new(logits, ones(1, 3, ScalarType.Bool));
        for (long action = 0; action < 3; action++)
        {
            Tensor logProb = categorical.LogProb(tensor(new[] { action }));
            TensorAssert.Finite(logProb, "log-probability");
        }

        TensorAssert.Finite(Gradient.OfWeighted(categorical.LogProb(tensor(new[] { 1L })), logits), "gradient");
    }
}
