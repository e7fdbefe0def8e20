using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// Divides rows among threads where there are enough of them. Rows that write to the same place stay together, so that the result has the
/// same bits on any number of threads.
/// </summary>
internal static class RowChunks
{
    /// <summary>Below this many numbers handing work over takes as long as it saves.</summary>
    private const long Enough = 1 << 16;

    /// <summary>Works on all rows, on as many threads as the tensor library may use.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="numbers">The numbers of one row.</param>
    /// <param name="work">Works on the rows from its first argument up to its second.</param>
    /// <param name="places">For each row the place that it writes to, in ascending order; null: each has its own.</param>
    public static void Work(int rows, int numbers, Action<int, int> work, int[]? places = null)
    {
        int threads = (long)rows * numbers < Enough ? 1 : Math.Min(get_num_threads(), rows);
        if (threads == 1)
        {
            work(0, rows);
            return;
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
            work(Border(rows, threads, thread, places), Border(rows, threads, thread + 1, places)));
    }

    private static int Border(int rows, int threads, int thread, int[]? places)
    {
        int border = (int)((long)rows * thread / threads);
        while (places is not null && border > 0 && border < rows && places[border] == places[border - 1])
        {
            border++;
        }

        return border;
    }
}
