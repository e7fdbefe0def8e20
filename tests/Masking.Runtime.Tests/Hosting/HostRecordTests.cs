using Masking.Runtime.Tests.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Hosting;

public sealed class HostRecordTests
{
    [Fact]
    public void Copy_CopiesEveryTensor_AndKeepsNoGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        using HostBatch batch = new("Batch", 2);
        HostRecord<TestMemory> memory = batch.Record<TestMemory>("Memory", 3, "Hidden", "Cell");
        Tensor source = Constant.Range(6, ScalarType.Float32).reshape(2, 3).requires_grad_();

        memory.Copy(new TestMemory(source, source.mul(Constant.Of(2))));
        batch.Clear(1);

        Assert.Equal([0, 1, 2, 0, 0, 0], Read.Numbers(memory.Record.Hidden));
        Assert.Equal([0, 2, 4, 0, 0, 0], Read.Numbers(memory.Record.Cell));
        Assert.Same(memory.Record.Cell, memory.Record.Cell);
        Assert.False(memory.Record.Cell.requires_grad);
    }

    [Fact]
    public void WrongShapes_AreRefused_AndNothingIsCopied()
    {
        using HostBatch batch = new("Batch", 2);
        HostRecord<TestMemory> memory = batch.Record<TestMemory>("Memory", 3, "Hidden", "Cell");
        using Tensor right = ones(2, 3);
        using Tensor rows = ones(1, 3);
        using Tensor wide = ones(2, 3, ScalarType.Float64);

        Refused.ByShape("Batch", "Memory.Cell", "(2, 3) float32", "(1, 3) float32", () => memory.Copy(new TestMemory(right, rows)));
        Refused.ByShape("Batch", "Memory.Hidden", "(2, 3) float32", "(2, 3) float64", () => memory.Copy(new TestMemory(wide, right)));
        Refused.ByShape("Batch", "Memory.Hidden", "(2, 3) float32", "null", () => memory.Copy(new TestMemory(null!, right)));
        TensorAssert.Zero(memory.Record.Hidden);
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Copy(new TestMemory(right, right)));
        Assert.Throws<ObjectDisposedException>(() => memory.Record);
    }
}
