using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Counts tensors that are not disposed.</summary>
internal static class LiveTensors
{
    /// <summary>Those that this thread has made.</summary>
    public static long OfThread => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    /// <summary>How many more there are after a call.</summary>
    public static long AddedBy(Action call)
    {
        (long total, long ofThread) = (Total(), OfThread);
        call();

        // The thread's own count sees also what a finalizer has cleared away meanwhile.
        Assert.Equal(Tensor.TotalCount - total, OfThread - ofThread);
        return Tensor.TotalCount - total;
    }

    /// <summary>Asserts that calls leave none behind. The first is not counted, as it may create gradients that stay.</summary>
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

    /// <summary>Asserts that a call throws, and leaves no tensor behind.</summary>
    public static TException AfterThrowing<TException>(Action call) where TException : Exception
    {
        TException? thrown = null;
        long added = AddedBy(() => thrown = Assert.Throws<TException>(call));
        Assert.Equal(0, added);
        return thrown!;
    }

    /// <summary>Of the whole process, when finalizers have done what they can.</summary>
    private static long Total()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
