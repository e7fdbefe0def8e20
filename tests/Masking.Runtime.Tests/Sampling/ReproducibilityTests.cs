using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Sampling;

/// <summary>The same seed gives the same actions, for any split of the batch, number of threads and padding.</summary>
public sealed class ReproducibilityTests
{
    private const int Batch = 24;

    private static readonly Gen<(int Seed, int At)> SeedsAndSplits = Gen.Select(Gen.Int[0, 1000], Gen.Int[0, Batch]);

    [Theory]
    [MemberData(nameof(Subject.Kinds), MemberType = typeof(Subject))]
    public void SplitBatch_DrawsTheSame(Kind kind) => Property.Holds(SeedsAndSplits, drawn =>
    {
        (int seed, int at) = drawn;
        manual_seed(seed);
        Tensor logits = randn(Batch, 11);

        // The batch is split at a multiple of 3, because the pattern of agents on the grid repeats every third row.
        at -= at % 3;
        using Subject whole = Subject.Of(kind, logits, null);
        using Subject front = Subject.Of(kind, logits.narrow(0, 0, at), null);
        using Subject back = Subject.Of(kind, logits.narrow(0, at, Batch - at), null);
        Tensor parts = cat([front.Sample(new RandomStream(seed)), back.Sample(new RandomStream(seed, firstRow: at))], 0);
        TensorAssert.SameBits(whole.Sample(new RandomStream(seed)), parts);
    }, iter: 50);

    [Theory]
    [MemberData(nameof(Subject.Kinds), MemberType = typeof(Subject))]
    public void AnyNumberOfThreads_DrawsTheSame(Kind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        int threads = get_num_threads();
        try
        {
            Tensor logits = randn(3000, 37);
            Tensor[] samples = [.. new[] { 1, 2, 4 }.Select(count =>
            {
                set_num_threads(count);
                return Subject.Of(kind, logits, null).Sample(new RandomStream(4));
            })];
            Assert.All(samples, sample => TensorAssert.SameBits(samples[0], sample));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void SameSeed_DrawsTheSame_AndAnotherSeedDoesNot()
    {
        using DisposeScope scope = NewDisposeScope();
        using MaskedCategorical categorical = new(zeros(100, 50));
        TensorAssert.SameBits(categorical.Sample(new RandomStream(5)), categorical.Sample(new RandomStream(5)));
        Assert.NotEqual(Read.Actions(categorical.Sample(new RandomStream(5))), Read.Actions(categorical.Sample(new RandomStream(6))));
    }

    [Fact]
    public void PaddedMap_DrawsTheSame() => Property.Holds(Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 3], Gen.Int[0, 3]), drawn =>
    {
        (int seed, int rows, int columns) = drawn;
        manual_seed(seed);
        Tensor logits = randn(4, 5, 3, 4);
        Tensor agents = rand(4, 3, 4).gt(Constant.Of(0.3));
        Tensor padded = full([4, 5, 3 + rows, 4 + columns], Constant.Of(float.NaN));
        Tensor paddedAgents = zeros(4, 3 + rows, 4 + columns, ScalarType.Bool);
        padded.narrow(2, 0, 3).narrow(3, 0, 4).copy_(logits);
        paddedAgents.narrow(1, 0, 3).narrow(2, 0, 4).copy_(agents);

        using MaskedGrid grid = new(logits, agents);
        using MaskedGrid larger = new(padded, paddedAgents);
        Tensor sample = larger.Sample(new RandomStream(seed));
        TensorAssert.SameBits(grid.Sample(new RandomStream(seed)), sample.narrow(1, 0, 3).narrow(2, 0, 4).contiguous());
        TensorAssert.SameBits(grid.LogProb(grid.Mode()), larger.LogProb(larger.Mode()), "log-probability");
        TensorAssert.SameBits(grid.Entropy(), larger.Entropy(), "entropy");
    }, iter: 50);

    [Fact]
    public void Draws_DoNotDependOnOtherActors()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor present = ones(6, 5, ScalarType.Bool);
        present[2, 3] = tensor(false);
        present[4] = tensor(false);
        using ActorRows all = ActorRows.OfThePresent(ones(6, 5, ScalarType.Bool));
        using ActorRows some = ActorRows.OfThePresent(present);
        double[] uniforms = all.Uniforms(new RandomStream(1).Next()).Of(0);
        Assert.Distinct(uniforms);
        Assert.Equal(Read.Numbers(some.Gather(tensor(uniforms).reshape(6, 5))), some.Uniforms(new RandomStream(1).Next()).Of(0));
    }
}
