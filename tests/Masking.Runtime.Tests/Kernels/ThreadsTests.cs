using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>Large batches are divided among threads, which changes no bit of samples and results.</summary>
public sealed class ThreadsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OnAnyNumberOfThreads_ResultsHaveTheSameBits(int threads)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] expected = Results(1);
        Tensor[] actual = Results(threads);
        for (int i = 0; i < expected.Length; i++)
        {
            TensorAssert.SameBits(expected[i], actual[i], $"result {i} on {threads} threads");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void GradientsUnderMaskPer_HaveTheSameBits_OnAnyNumberOfThreads(int threads)
    {
        // Each actor has a row of the second choice for every choice of the first. All of them contribute to one gradient.
        using DisposeScope scope = NewDisposeScope();
        Tensor[] expected = OfTable(1);
        for (int pass = 0; pass < 40; pass++)
        {
            using DisposeScope again = NewDisposeScope();
            Tensor[] actual = OfTable(threads);
            for (int i = 0; i < expected.Length; i++)
            {
                TensorAssert.SameBits(expected[i], actual[i], $"pass {pass}, gradient {i} on {threads} threads");
            }
        }
    }

    private static Tensor[] OfTable(int threads)
    {
        int before = get_num_threads();
        set_num_threads(threads);
        try
        {
            manual_seed(5);
            const int Rows = 40;
            const int Parents = 301;
            Choice parent = new(Gradient.Leaf(randn(Rows, Parents)), null);
            Choice child = new(Gradient.Leaf(randn(Rows, 9)), rand(Rows, Parents, 9).gt(Constant.Of(0.2))) { Tables = [0] };
            using IChoices choices = Engines.Of(isFused: true, parent, child);
            choices.Entropy(null, _ => true).mul(linspace(0.5, 2, Rows)).sum().backward();
            return [parent.Logits!.grad!, child.Logits!.grad!];
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private static Tensor[] Results(int threads)
    {
        int before = get_num_threads();
        set_num_threads(threads);
        try
        {
            manual_seed(3);
            const int Rows = 5001;
            long[] sizes = [21, 5, 33];
            Tensor logits = Gradient.Leaf(randn(Rows, sizes.Sum()));
            Tensor mask = rand(Rows, sizes.Sum()).gt(Constant.Of(0.5));
            using MaskedComponents components = new(logits, mask, sizes);
            using MaskedFlags flags = new(logits, mask);
            Tensor actions = components.Sample(new RandomStream(1));
            Tensor bits = flags.Sample(new RandomStream(2));
            Tensor logProb = components.LogProb(actions);
            Tensor entropy = components.Entropy();
            Tensor ofBits = flags.LogProb(bits);
            Tensor entropyOfBits = flags.Entropy();
            Tensor gradient = Gradient.OfWeighted(logProb.Plus(entropy).Plus(ofBits).Plus(entropyOfBits), logits);
            return [actions, bits, logProb, entropy, ofBits, entropyOfBits, gradient];
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
