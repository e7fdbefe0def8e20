using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Counts tensors that are not disposed.</summary>
internal static class LiveTensors
{
    /// <summary>The number of live tensors that this thread created.</summary>
    public static long OfThread => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    /// <summary>Returns the number of tensors that a call adds.</summary>
    public static long AddedBy(Action call)
    {
        (long total, long ofThread) = (Total(), OfThread);
        call();

        // A finalizer may already have disposed a leaked tensor. The count of the thread still includes it.
        Assert.Equal(Tensor.TotalCount - total, OfThread - ofThread);
        return Tensor.TotalCount - total;
    }

    /// <summary>Asserts that calls leak no tensor. The first call is not counted, because it may create gradients.</summary>
    public static void StayTheSame(Action call, int calls)
    {
        call();
        long added = AddedBy(() =>
        {
            for (int i = 0; i < calls; i++)
            {
                call();
            }
        });
        Assert.Equal(0, added);
    }

    /// <summary>Asserts that a call throws and leaks no tensor.</summary>
    public static TException AfterThrowing<TException>(Action call) where TException : Exception
    {
        TException? thrown = null;
        long added = AddedBy(() => thrown = Assert.Throws<TException>(call));
        Assert.Equal(0, added);
        return thrown!;
    }

    /// <summary>Returns the number of live tensors of the process, after all finalizers have run.</summary>
    private static long Total()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
