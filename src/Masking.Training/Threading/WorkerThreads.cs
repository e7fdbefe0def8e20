using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>Runs independent pieces of work on several threads.</summary>
/// <remarks>
/// libtorch uses a single thread within each piece. Its own threads would compete with these, and the order in which it sums would depend
/// on their number.
/// </remarks>
internal static class WorkerThreads
{
    /// <summary>Runs pieces of work and waits for all of them.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <param name="work">Runs the piece with the given index.</param>
    /// <exception cref="Exception">The first exception thrown by a piece.</exception>
    public static void For(int count, int threads, Action<int> work)
    {
        UseOneTorchThread();
        if (Math.Min(count, threads) <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                work(i);
            }

            return;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                UseOneTorchThread();
                work(i);
            });
        }
        catch (AggregateException exception)
        {
            // Callers handle the exception of a single piece, for example a full disk, and not an AggregateException.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    /// <summary>
    /// Limits libtorch to one thread on the calling thread. A thread that used libtorch before the number of threads was set keeps the
    /// number of that time, so every thread has to be limited where it starts to work.
    /// </summary>
    public static void UseOneTorchThread()
    {
        if (get_num_threads() != 1)
        {
            set_num_threads(1);
        }
    }
}
