using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

public sealed class LayerTests
{
    [Theory]
    [InlineData(12, 5, 1.0)]
    [InlineData(5, 12, 1.4142135)]
    [InlineData(7, 7, 0.01)]
    public void DenseWeights_AreOrthogonal_AndBiasesZero(long inputs, long outputs, double gain)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = Layers.Dense(inputs, outputs, gain).weight;
        Tensor product = outputs <= inputs ? weight.mm(weight.t()) : weight.t().mm(weight);
        TensorAssert.Close(eye(Math.Min(inputs, outputs)).mul(Constant.Of(gain * gain)), product, floor: 1e-5);
        TensorAssert.Zero(Layers.Dense(inputs, outputs, gain).bias!);
    }

    [Fact]
    public void ConvEncoder_OfDeclaredSize_EncodesCellsAndMap()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConvEncoder encoder = new(3, 5, 7, filters: 4, layers: 2, pooledWidth: 6);
        GridEncoding encoding = encoder.forward(randn(2, 3, 5, 7));
        Assert.Equal([2, 5, 7, 4], encoding.Cells.shape);
        Assert.Equal([2, 6], encoding.Pooled.shape);
        Assert.Equal((4, 6), (encoder.Width, encoder.PooledWidth));
    }

    [Fact]
    public void ConvEncoder_OfAnyNumberOfPlanes_DoesNotReadUninitializedMemory()
    {
        // On processors with AVX-512, libtorch's convolution fails here for every number of planes above 16 that is not a multiple of 16.
        for (int planes = 15; planes < 50; planes++)
        {
            using DisposeScope scope = NewDisposeScope();
            using ConvEncoder encoder = new(planes, 8, 8, filters: planes);
            Tensor map = randn(3, planes, 8, 8);
            for (int pass = 0; pass < 10; pass++)
            {
                using DisposeScope ofPass = NewDisposeScope();
                FillFreeMemoryWithNaN();
                GridEncoding encoding = encoder.forward(map);
                TensorAssert.Finite(encoding.Cells, $"cells of {planes} planes");
                TensorAssert.Finite(encoding.Pooled, $"encoding of {planes} planes");
            }
        }
    }

    [Theory]
    [InlineData(15, 2, 5)]
    [InlineData(27, 2, 5)]
    [InlineData(33, 2, 5)]
    [InlineData(15, 1, 5)]
    [InlineData(27, 1, 5)]
    [InlineData(33, 1, 160)]
    public void ConvEncoder_OfAnyNumberOfPlanes_IsTheSumOverPlanes(int planes, int maps, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using ConvEncoder encoder = new(planes, 4, width, filters: 3, layers: 1);
        Tensor map = Gradient.Leaf(randn(maps, planes, 4, width));
        Tensor weight = encoder.parameters().First();
        Tensor bias = nn.init.normal_(encoder.parameters().ElementAt(1));
        Tensor expected = zeros(maps, 3, 4, width).Plus(bias.detach().view(1, 3, 1, 1));
        for (int plane = 0; plane < planes; plane++)
        {
            expected = expected.Plus(nn.functional.conv2d(map.narrow(1, plane, 1), weight.narrow(1, plane, 1), padding: [1, 1]));
        }

        Tensor actual = encoder.forward(map).Cells.permute(0, 3, 1, 2);
        TensorAssert.Close(expected.relu().detach(), actual.detach(), "cells", floor: 1e-5);
        Tensor byHand = autograd.grad([expected.relu().sum()], [map, weight], retain_graph: true)[1];
        TensorAssert.Close(byHand, autograd.grad([actual.sum()], [map, weight])[1], "gradient of the weights", floor: 1e-4);
    }

    private static void FillFreeMemoryWithNaN()
    {
        Tensor[] tensors = [.. Enumerable.Range(1, 30).Select(i => full([i * 1000], Constant.Of(float.NaN)))];
        Array.ForEach(tensors, tensor => tensor.Dispose());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 7)]
    [InlineData(8, 2)]
    public void ConvEncoder_OfUndeclaredSize_AcceptsAnySize(long height, long width)
    {
        using DisposeScope scope = NewDisposeScope();
        using ConvEncoder encoder = new(3, null, null, filters: 4, pooledWidth: 6);
        GridEncoding encoding = encoder.forward(randn(2, 3, height, width));
        Assert.Equal([2, height, width, 4], encoding.Cells.shape);
        Assert.Equal([2, 6], encoding.Pooled.shape);
        Assert.Equal([0, 6], encoder.forward(zeros(0, 3, height, width)).Pooled.shape);
    }

    [Fact]
    public void ConvEncoder_KeepsCellsInPlace()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConvEncoder encoder = new(1, null, null, layers: 1);
        Tensor map = zeros(1, 1, 7, 7);
        map[0, 0, 2, 4] = tensor(1f);
        Tensor touched = encoder
            .forward(map)
            .Cells.sub(encoder.forward(zeros(1, 1, 7, 7)).Cells)
            .abs()
            .sum(-1)
            .squeeze(0)
            .gt(Constant.Of(0));
        Tensor within = zeros(7, 7, ScalarType.Bool);
        within.narrow(0, 1, 3).narrow(1, 3, 3).fill_(Constant.Of(true));
        TensorAssert.Zero(touched.logical_and(within.logical_not()), "cells out of the kernel's reach");
        Assert.True(touched.any().item<bool>());
    }

    [Fact]
    public void NewHead_IsCloseToUniform()
    {
        using DisposeScope scope = NewDisposeScope();
        using Head<int> head = new(64, 10);
        Tensor probs = Heads.ProbsOf(randn(100, 64), head.Choose(null));
        TensorAssert.Close(full([100, 10], Constant.Of(0.1f)), probs, relative: 0.2);
    }

    [Fact]
    public void ValueHead_ReturnsOneNumberPerEnvironment()
    {
        using DisposeScope scope = NewDisposeScope();
        using ValueHead value = new(6);
        Assert.Equal([4], value.forward(randn(4, 6)).shape);
        Assert.Equal([0], value.forward(randn(0, 6)).shape);
        Assert.Equal(["layer.weight", "layer.bias"], value.state_dict().Keys);
    }

    [Fact]
    public void ValueHead_WithAHiddenLayer_HasAReluBetweenTwoLayers()
    {
        using DisposeScope scope = NewDisposeScope();
        using ValueHead value = new(6, hidden: 5);
        Tensor input = randn(4, 6);
        Tensor expected = nn.functional.linear(
            nn.functional.linear(input, value.get_parameter("hidden.weight")!, value.get_parameter("hidden.bias")).relu(),
            value.get_parameter("layer.weight")!,
            value.get_parameter("layer.bias")
        );

        TensorAssert.Close(expected.squeeze(-1), value.forward(input));
        Assert.Equal([0], value.forward(randn(0, 6)).shape);
    }
}
