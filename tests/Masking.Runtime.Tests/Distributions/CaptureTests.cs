using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>
/// A distribution copies its inputs when it is created. Writing to logits or mask later changes no value and no gradient, and does not
/// terminate the process.
/// </summary>
public sealed class CaptureTests
{
    private const int Width = 4;

    /// <summary>
    /// Every class with both engines, with few rows, which are kept in an array, and with many, which are kept in a tensor.
    /// </summary>
    public static TheoryData<string, bool, int> Cases
    {
        get
        {
            TheoryData<string, bool, int> cases = [];
            foreach (string kind in new[] { "categorical", "flags", "components", "grid", "interval", "subset" })
            {
                foreach (int rows in new[] { 3, 6000 })
                {
                    cases.Add(kind, false, rows);
                    cases.Add(kind, true, rows);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WritingToInputsLater_HasNoEffect(string kind, bool isDouble, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor[] expected, Tensor first) = Results(kind, isDouble, rows, writes: false, createGraph: false);
        (Tensor[] actual, Tensor afterwards) = Results(kind, isDouble, rows, writes: true, createGraph: false);
        for (int i = 0; i < expected.Length; i++)
        {
            TensorAssert.SameBits(expected[i], actual[i], $"result {i}");
        }

        TensorAssert.SameBits(first, afterwards, "gradient");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WritingToInputsLater_HasNoEffectOnSecondDerivatives(string kind, bool isDouble, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        (_, Tensor expected) = Results(kind, isDouble, rows, writes: false, createGraph: true);
        (_, Tensor actual) = Results(kind, isDouble, rows, writes: true, createGraph: true);
        TensorAssert.SameBits(expected, actual, "second derivative");
    }

    [Fact]
    public void MaskedValues_CaptureTheirMask()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = tensor(new[] { false, true, true }).reshape(1, 3);
        Tensor numbers = tensor(new[] { 3f, 1f, 2f }).reshape(1, 3);
        using MaskedValues values = new(numbers, mask);
        mask.fill_(Constant.Of(true));
        numbers.fill_(Constant.Of(0L));

        Assert.Equal([2], Read.Actions(values.Greedy()));
        Assert.Equal([2], Read.Numbers(values.Max()));
        Assert.Equal([0, 0.5, 0.5], Read.Numbers(values.EpsilonGreedyProbs(1)));
        for (int seed = 0; seed < 30; seed++)
        {
            Assert.NotEqual([0], Read.Actions(values.EpsilonGreedy(1, new RandomStream(seed))));
        }
    }

    [Fact]
    public void ADistributionWhoseScopeHasEnded_Throws()
    {
        MaskedCategorical categorical;
        MaskedFlags flags;
        using (NewDisposeScope())
        {
            categorical = new(zeros(2, 3, ScalarType.Float64), ones(2, 3, ScalarType.Bool));
            flags = new(zeros(2, 3, ScalarType.Float64), ones(2, 3, ScalarType.Bool));
        }

        Assert.Contains(
            "dispose scope",
            Assert.Throws<ObjectDisposedException>(() => categorical.Entropy()).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("MaskedFlags", Assert.Throws<ObjectDisposedException>(() => flags.Entropy()).Message, StringComparison.Ordinal);
    }

    private static (Tensor[] Values, Tensor Gradient) Results(string kind, bool isDouble, int rows, bool writes, bool createGraph)
    {
        manual_seed(11);
        ScalarType type = isDouble ? ScalarType.Float64 : ScalarType.Float32;
        Tensor leaf = Gradient.Leaf(randn(rows, Width, type));
        Tensor logits = leaf.mul(Constant.Of(1.5f));
        Tensor mask = rand(rows, Width).gt(Constant.Of(0.4));
        mask.narrow(1, 0, 1).fill_(Constant.Of(true));
        Judged judged = Make(kind, logits, mask, rows);
        if (writes)
        {
            mask.logical_not_();
            logits.fill_(Constant.Of(7f));
        }

        Tensor actions = judged.Mode();
        Tensor logProb = judged.LogProb(actions);
        Tensor entropy = judged.Entropy(actions);
        if (writes)
        {
            mask.fill_(Constant.Of(true));
            logits.fill_(Constant.Of(-3f));
        }

        Tensor loss = logProb.Plus(entropy).mul(linspace(0.5, 2, logProb.numel(), type)).sum();
        Tensor[] values = [actions, judged.Sample(new RandomStream(3)), logProb.detach(), entropy.detach()];
        if (!createGraph)
        {
            loss.backward();
            return (values, leaf.grad!);
        }

        Tensor first = autograd.grad([loss], [leaf], retain_graph: true, create_graph: true)[0];
        if (writes)
        {
            mask.fill_(Constant.Of(false));
        }

        return (values, autograd.grad([first.mul(linspace(-1, 1, rows * Width, type).reshape(rows, Width)).sum()], [leaf])[0]);
    }

    private static Judged Make(string kind, Tensor logits, Tensor mask, int rows)
    {
        switch (kind)
        {
            case "categorical":
                MaskedCategorical categorical = new(logits, mask);
                return new(stream => categorical.Sample(stream), categorical.Mode, categorical.LogProb, _ => categorical.Entropy());
            case "flags":
                MaskedFlags flags = new(logits, mask);
                return new(stream => flags.Sample(stream), flags.Mode, flags.LogProb, _ => flags.Entropy());
            case "components":
                MaskedComponents components = new(logits, mask, [1, 3]);
                return new(stream => components.Sample(stream), components.Mode, components.LogProb, _ => components.Entropy());
            case "interval":
                MaskedInterval interval = new(logits.select(1, 0), logits.select(1, 1).exp(), logits.detach().narrow(1, 2, 2));
                return new(stream => interval.Sample(stream), interval.Mode, interval.LogProb, _ => interval.Entropy());
            case "subset":
                MaskedSubset subset = new(logits, logits.select(1, 0), mask, atMost: 2);
                return new(stream => subset.Sample(stream), subset.Mode, subset.LogProb, subset.Entropy);
            default:
                MaskedGrid grid = new(logits.view(rows, Width, 1, 1), ones(rows, 1, 1, ScalarType.Bool), mask.view(rows, Width, 1, 1));
                return new(stream => grid.Sample(stream), grid.Mode, grid.LogProb, _ => grid.Entropy());
        }
    }

    private sealed record Judged(
        Func<RandomStream, Tensor> Sample,
        Func<Tensor> Mode,
        Func<Tensor, Tensor> LogProb,
        Func<Tensor, Tensor> Entropy
    );
}
