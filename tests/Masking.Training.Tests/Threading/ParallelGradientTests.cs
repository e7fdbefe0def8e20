using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Training.Tests;

public sealed class ParallelGradientTests : IDisposable
{
    private const int Rows = 12;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Parameter[] _parameters;
    private readonly Tensor _inputs;

    public ParallelGradientTests()
    {
        set_num_threads(1);
        manual_seed(1);
        _parameters = [nn.Parameter(rand(5)), nn.Parameter(rand(5)), nn.Parameter(rand(3))];
        _inputs = rand(Rows, 5);
    }

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(12, 8)]
    public void TheSumOverShards_IsTheGradientOfTheWhole(int shards, int threads)
    {
        Tensor?[] gradients = new ParallelGradient(_parameters, threads).Compute(shards, i => Loss(i, shards));

        Loss(0, 1).backward();
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(Numbers(_parameters[i].grad!), Numbers(gradients[i]!), (left, right) => Math.Abs(left - right) < 1e-5);
        }
    }

    [Fact]
    public void TheBits_DoNotDependOnTheNumberOfThreads()
    {
        float[][] first = Gradients(threads: 1);

        foreach (int threads in new[] { 2, 3, 8, 8, 8 })
        {
            Assert.Equal(first, Gradients(threads));
        }

        float[][] Gradients(int threads) =>
            [.. new ParallelGradient(_parameters[..2], threads).Compute(7, i => Loss(i % 3, 3)).Select(gradient => Numbers(gradient!))];
    }

    [Fact]
    public void AParameterThatNoLossDependsOn_HasNoGradient()
    {
        Tensor?[] gradients = new ParallelGradient(_parameters, threads: 2).Compute(4, i => Loss(i, 4));

        Assert.Equal([false, false, true], gradients.Select(gradient => gradient is null));
    }

    [Fact]
    public void AParameterThatOneShardUses_HasTheGradientOfThatShard()
    {
        Tensor?[] gradients = new ParallelGradient(_parameters, threads: 2).Compute(
            2, i => i == 0 ? Loss(0, 1) : Loss(0, 1).add(_parameters[2].sum(), Scalars.One));

        Assert.Equal([1f, 1, 1], Numbers(gradients[2]!));
    }

    [Fact]
    public void TheGradientsOfTheParameters_StayAsTheyAre()
    {
        _parameters[0].grad = ones(5);

        new ParallelGradient(_parameters, threads: 2).Compute(3, i => Loss(i, 3));

        Assert.Equal([1f, 1, 1, 1, 1], Numbers(_parameters[0].grad!));
        Assert.Null(_parameters[1].grad);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ManyCalls_LeaveNoTensorBehind(int threads)
    {
        // Without the unused parameter, whose missing gradient TorchSharp counts as a tensor.
        ParallelGradient gradient = new(_parameters[..2], threads);
        Assert.Equal(0, AddedBy(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            gradient.Compute(4, i => Loss(i, 4));
        }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheExceptionOfAShard_IsThrown_AndLeavesNoTensorBehind(int threads)
    {
        // Without the unused parameter, whose missing gradient TorchSharp counts as a tensor.
        ParallelGradient gradient = new(_parameters[..2], threads);
        Assert.Equal(0, AddedBy(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            ArithmeticException exception = Assert.Throws<ArithmeticException>(
                () => gradient.Compute(6, i => i == 5 ? throw new ArithmeticException("shard 5") : Loss(i, 6)));
            Assert.Equal("shard 5", exception.Message);
        }));
    }

    /// <summary>The loss of a shard: a sum over its rows that depends on two of the parameters.</summary>
    private Tensor Loss(int shard, int shards)
    {
        Tensor rows = _inputs.narrow(0, Rows / shards * shard, Rows / shards);
        return rows.mul(_parameters[0]).exp().mul(_parameters[1]).sum();
    }

    private static float[] Numbers(Tensor tensor) => tensor.data<float>().ToArray();

    /// <summary>Returns the number of tensors that 10 calls add.</summary>
    private static long AddedBy(Action call)
    {
        call();
        return LiveTensors.AddedBy(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                call();
            }
        });
    }
}
