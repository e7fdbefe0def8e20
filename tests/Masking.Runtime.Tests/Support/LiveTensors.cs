using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>Counts the tensors of the process.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// Every call leaves as many live tensors as it found. It is looked at after every call, because a collection of garbage would hide
    /// what earlier calls left.
    /// </summary>
    public static void AreUnchangedBy(Action call, int calls = 1)
    {
        Settle();
        long before = Tensor.TotalCount;
        for (int i = 0; i < calls; i++)
        {
            call();
            long after = Tensor.TotalCount;
            Assert.True(after == before, $"call {i + 1}: {before} live tensors before, {after} after.");
        }
    }

    /// <summary>The same within one dispose scope, which is to own nothing that the call has disposed.</summary>
    public static void AreUnchangedWithinOneScopeBy(Action call, int calls)
    {
        using DisposeScope scope = NewDisposeScope();
        AreUnchangedBy(call, calls);
        Assert.Equal(0, scope.DisposablesCount);
    }

    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
