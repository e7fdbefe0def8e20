using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>
/// A backward pass may run at any time and several times: after the distribution or its dispose scope is disposed, twice, or for some of
/// the results only.
/// </summary>
public sealed class BackwardTests
{
    /// <summary>A number of rows that are kept in an array, and one that are kept in a tensor.</summary>
    public static TheoryData<int> Sizes => [4, 3000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Backward_WorksAfterTheDistributionIsDisposed(int rows)
    {
        using DisposeScope all = NewDisposeScope();
        Setting setting = new(rows);
        Tensor expected = setting.Expected();
        Tensor loss;
        using (DisposeScope scope = NewDisposeScope())
        {
            using MaskedCategorical distribution = new(setting.Leaf, setting.Mask);
            loss = setting.Loss(distribution).MoveToOuterDisposeScope();
        }

        // Allocations overwrite memory that was released.
        using Tensor other = full([rows, 4, Setting.Width], Constant.Of(float.NaN));
        loss.backward();
        TensorAssert.Close(expected, setting.Leaf.grad!, "gradient");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Backward_RunsTwice_AndAgainAfterAnotherLogProb(int rows)
    {
        using DisposeScope all = NewDisposeScope();
        Setting setting = new(rows);
        Tensor expected = setting.Expected();
        using MaskedCategorical distribution = new(setting.Leaf, setting.Mask);
        Tensor loss = setting.Loss(distribution);
        loss.backward(retain_graph: true);
        loss.backward(retain_graph: true);
        TensorAssert.Close(expected.mul(Constant.Of(2L)), setting.Leaf.grad!, "gradient of two passes");
        setting.Loss(distribution).backward();
        TensorAssert.Close(expected.mul(Constant.Of(3L)), setting.Leaf.grad!, "gradient of a third pass");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void LogProbAndEntropyAlone_HaveTheirOwnGradients(int rows)
    {
        using DisposeScope all = NewDisposeScope();
        Setting setting = new(rows);
        using MaskedCategorical distribution = new(setting.Leaf, setting.Mask);
        Tensor logProb = distribution.LogProb(setting.Actions);
        Tensor entropy = distribution.Entropy();
        using PlainCategorical plain = new(setting.Other, setting.Mask);
        Tensor ofLogProb = Gradient.OfWeighted(plain.LogProb(setting.Actions), setting.Other);
        using PlainCategorical another = new(setting.Other, setting.Mask);
        Tensor ofBoth = Gradient.OfWeighted(another.Entropy(), setting.Other);

        TensorAssert.Close(ofLogProb, Gradient.OfWeighted(logProb, setting.Leaf), "gradient of the log-probability");
        TensorAssert.Close(ofBoth, Gradient.OfWeighted(entropy, setting.Leaf), "gradient of both");
    }

    [Theory]
    [InlineData(4, true, false)]
    [InlineData(4, false, true)]
    [InlineData(4, false, false)]
    [InlineData(3000, true, false)]
    [InlineData(3000, false, true)]
    [InlineData(3000, false, false)]
    public void WhicheverResultIsUsed_NoTensorIsLeaked(int rows, bool usesLogProb, bool usesEntropy)
    {
        using DisposeScope all = NewDisposeScope();
        Setting setting = new(rows);
        Learn();
        LiveTensors.AreUnchangedBy(Learn, calls: 20);

        void Learn()
        {
            using DisposeScope scope = NewDisposeScope();
            using MaskedCategorical distribution = new(setting.Leaf, setting.Mask);
            Tensor logProb = distribution.LogProb(setting.Actions);
            Tensor entropy = distribution.Entropy();
            if (usesLogProb || usesEntropy)
            {
                (usesLogProb ? logProb : entropy).sum().backward();
                setting.Leaf.grad = null;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Results_CanBeModifiedInPlace(int rows)
    {
        using DisposeScope all = NewDisposeScope();
        Setting setting = new(rows);
        Tensor expected = setting.Expected();
        using MaskedCategorical distribution = new(setting.Leaf, setting.Mask);
        Tensor logProb = distribution.LogProb(setting.Actions).mul_(setting.Weights);
        Tensor entropy = distribution.Entropy().mul_(setting.Weights);
        logProb.add_(entropy, Constant.Of(1)).sum().backward();
        TensorAssert.Close(expected, setting.Leaf.grad!, "gradient");
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(3000, true)]
    [InlineData(3000, false)]
    public void OneResult_HasItsGradientAfterTheOtherIsDisposed(int rows, bool usesLogProb)
    {
        using DisposeScope all = NewDisposeScope();
        Setting setting = new(rows);
        using MaskedCategorical distribution = new(setting.Leaf, setting.Mask);
        Tensor logProb = distribution.LogProb(setting.Actions);
        Tensor entropy = distribution.Entropy();
        (usesLogProb ? entropy : logProb).Dispose();
        using PlainCategorical plain = new(setting.Other, setting.Mask);
        TensorAssert.Close(
            Gradient.OfWeighted(usesLogProb ? plain.LogProb(setting.Actions) : plain.Entropy(), setting.Other),
            Gradient.OfWeighted(usesLogProb ? logProb : entropy, setting.Leaf),
            "gradient");
    }

    private sealed class Setting
    {
        public const int Width = 21;

        public Setting(int rows)
        {
            manual_seed(7);
            Mask = rand(rows, Width).gt(Constant.Of(0.3));
            Tensor logits = randn(rows, Width);
            Leaf = Gradient.Leaf(logits);
            Other = Gradient.Leaf(logits);
            Actions = Mask.to(ScalarType.Float32).argmax(-1);
            Weights = linspace(0.5, 2, rows);
        }

        public Tensor Leaf { get; }

        public Tensor Other { get; }

        public Tensor Mask { get; }

        public Tensor Actions { get; }

        public Tensor Weights { get; }

        public Tensor Loss(MaskedCategorical distribution) => distribution.LogProb(Actions).Plus(distribution.Entropy()).mul(Weights).sum();

        public Tensor Expected()
        {
            using PlainCategorical plain = new(Other, Mask);
            return Gradient.Of(plain.LogProb(Actions).Plus(plain.Entropy()).mul(Weights), Other);
        }
    }
}
