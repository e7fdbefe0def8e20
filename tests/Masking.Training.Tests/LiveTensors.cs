using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Counts tensors that are not disposed.</summary>
internal static class LiveTensors
{
    /// <summary>Returns the number of tensors that a call adds, without a garbage collection that could hide a leak.</summary>
    /// <param name="call">
    /// The call. Where it trains a policy, it does so on one thread: the gradients of the logits of the last backward pass on a thread
    /// stay until the next one on that thread, and which threads of the pool take part differs from call to call.
    /// </param>
    public static long AddedBy(Action call)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        Assert.True(GC.TryStartNoGCRegion(64 << 20));
        call();
        long after = Tensor.TotalCount;
        GC.EndNoGCRegion();
        return after - before;
    }
}
