using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>Distributions of different engines, and calls with and without gradients, work together.</summary>
public sealed class EngineTests
{
    private static readonly long[] Sizes = [1, 3];

    public static TheoryData<string, string> Pairs()
    {
        string[] kinds = ["float32 with gradient", "float32", "float64 with gradient", "float64", "float16"];
        TheoryData<string, string> pairs = [];
        foreach (string left in kinds)
        {
            foreach (string right in kinds)
            {
                pairs.Add(left, right);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Components_OfSeveralRowAxes_AreComparedAcrossEngines(string left, string right)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = tensor(new[] { true, true, false, true }).expand(2, 3, 4);
        Tensor one = Logits(left, seed: 1);
        Tensor other = Logits(right, seed: 2);
        using MaskedComponents p = new(one, mask, Sizes);
        using MaskedComponents q = new(other, mask, Sizes);
        using MaskedComponents flatP = new(one.detach().to(ScalarType.Float64).reshape(6, 4), mask.reshape(6, 4), Sizes);
        using MaskedComponents flatQ = new(other.detach().to(ScalarType.Float64).reshape(6, 4), mask.reshape(6, 4), Sizes);

        Tensor divergence = p.KlDivergence(q);
        Assert.Equal([2, 3], divergence.shape);
        TensorAssert.Close(flatP.KlDivergence(flatQ).reshape(2, 3), divergence.to(ScalarType.Float64), relative: 1e-4, floor: 1e-5);
        Assert.Equal([2, 3, 4], p.Probs.shape);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ProbsAndDivergences_HaveAGradient_AlsoAfterACallWithoutOne(bool isFlags)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = Logits("float32 with gradient", seed: 3);
        Tensor other = Logits("float32", seed: 4);
        using MaskedCategorical categorical = new(logits);
        using MaskedCategorical otherCategorical = new(other);
        using MaskedFlags flags = new(logits);
        using MaskedFlags otherFlags = new(other);
        using (no_grad())
        {
            Assert.False((isFlags ? flags.Probs : categorical.Probs).requires_grad);
        }

        Assert.True((isFlags ? flags.Probs : categorical.Probs).requires_grad);
        Assert.True((isFlags ? flags.KlDivergence(otherFlags) : categorical.KlDivergence(otherCategorical)).requires_grad);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    public void Grid_AfterItsScopeEnded_SaysSo(ScalarType precision)
    {
        MaskedGrid grid;
        using (NewDisposeScope())
        {
            grid = new MaskedGrid(zeros([1, 2, 2, 2], precision), ones([1, 2, 2], ScalarType.Bool));
        }

        foreach (Func<object> call in new Func<object>[]
        {
            () => grid.Mode(), () => grid.Entropy(), () => grid.Sample(new RandomStream(1)), () => grid.KlDivergence(grid),
            () => grid.Probs,
        })
        {
            ObjectDisposedException thrown = Assert.Throws<ObjectDisposedException>(call);
            Assert.Contains("The dispose scope in which it was created has ended", thrown.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>An exception in a backward pass would end the process.</summary>
    [Fact]
    public void SecondDerivative_OfComponentsWithoutChoices_IsZero()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor logits = zeros(2, 0).requires_grad_();
        using MaskedComponents nothing = new(logits, null, [0]);
        Tensor gradient = autograd.grad([nothing.Entropy()], [logits], [ones(2)], create_graph: true)[0];
        Assert.Equal([2, 0], gradient.shape);

        Tensor some = randn(2, 3).requires_grad_();
        using MaskedComponents partly = new(some, null, [0, 3]);
        Tensor first = autograd.grad([partly.Entropy()], [some], [ones(2)], create_graph: true)[0];
        TensorAssert.Finite(autograd.grad([first.mul(first).sum()], [some])[0]);
    }

    private static Tensor Logits(string kind, int seed)
    {
        Tensor logits = Constant.Range(24, ScalarType.Float64).mul(tensor(seed + 0.7)).sin().reshape(2, 3, 4);
        ScalarType type = kind.StartsWith("float64", StringComparison.Ordinal) ? ScalarType.Float64
            : kind.StartsWith("float32", StringComparison.Ordinal) ? ScalarType.Float32
            : ScalarType.Float16;
        return logits.to(type).detach().clone().requires_grad_(kind.EndsWith("gradient", StringComparison.Ordinal));
    }
}
