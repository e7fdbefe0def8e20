using System.Runtime.ExceptionServices;
using TorchSharp;
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

    /// <summary>Runs pieces of work that compute tensors, and waits for all of them.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <param name="work">Computes the tensors of the piece with the given index. Other tensors that it creates are disposed.</param>
    /// <returns>The tensors of each piece, attached to the caller's dispose scope.</returns>
    /// <exception cref="Exception">The first exception thrown by a piece. No tensors are left.</exception>
    public static Tensor?[][] Compute(int count, int threads, Func<int, Tensor?[]> work)
    {
        Tensor?[][] results = new Tensor?[count][];
        IEnumerable<Tensor> tensors = results.SelectMany(ofPiece => ofPiece ?? []).OfType<Tensor>();
        using DisposeScope scope = NewDisposeScope();
        try
        {
            For(count, threads, i => results[i] = Detached(work, i));
        }
        finally
        {
            scope.Attach(tensors);
        }

        scope.MoveToOuter(tensors);
        return results;
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

    /// <summary>Computes tensors that belong to no dispose scope: that of this thread cannot be used on the thread of the caller.</summary>
    private static Tensor?[] Detached(Func<int, Tensor?[]> work, int piece)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] tensors = work(piece);
        scope.Detach(tensors.OfType<Tensor>());
        return tensors;
    }
}
