using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>Counts the tensors of the process.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// Asserts that every call leaves the number of live tensors unchanged. The number is compared after every call, because a garbage
    /// collection would hide tensors that earlier calls leaked.
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

    /// <summary>The same within one dispose scope. Asserts that the scope does not own disposed tensors.</summary>
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
