using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>Rows of a few bits, of which several fit into the padding of one row, drawn on several threads.</summary>
public sealed class NarrowBitsTests
{
    public static TheoryData<int> Widths => [1, 2, 3, 4, 5, 7, 9];

    [Theory]
    [MemberData(nameof(Widths))]
    public void OnAnyNumberOfThreads_BitsAreTheSame(int width)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(11);

        // Most bits are 1, and the padding is 0.
        Tensor logits = randn(20_001, width).Plus(3);
        Tensor expected = Drawn(logits, threads: 1);
        foreach (int threads in new[] { 2, 3, 8 })
        {
            for (int pass = 0; pass < 10; pass++)
            {
                TensorAssert.SameBits(expected, Drawn(logits, threads), $"pass {pass} on {threads} threads");
            }
        }
    }

    private static Tensor Drawn(Tensor logits, int threads)
    {
        int before = get_num_threads();
        set_num_threads(threads);
        try
        {
            using MaskedFlags flags = new(logits);
            return flags.Sample(new RandomStream(2));
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
