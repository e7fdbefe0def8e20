using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// Divides rows into chunks that run in parallel. Rows that write to the same place stay in one chunk, in their order, so that the result
/// has the same bits on any number of threads.
/// </summary>
internal static class RowChunks
{
    /// <summary>Below this many numbers, starting a thread takes as long as it saves.</summary>
    private const long ParallelThreshold = 1 << 16;

    /// <summary>Processes all rows, on as many threads as libtorch may use.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="numbers">The numbers of one row.</param>
    /// <param name="process">Processes one chunk: the rows from its first argument up to its second.</param>
    /// <param name="places">For each row the place that it writes to, in ascending order; null: each row has its own.</param>
    public static void ForEach(int rows, int numbers, Action<int, int> process, int[]? places = null)
    {
        int threads = (long)rows * numbers < ParallelThreshold ? 1 : Math.Min(get_num_threads(), rows);
        if (threads == 1)
        {
            process(0, rows);
            return;
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
            process(Boundary(rows, threads, thread, places), Boundary(rows, threads, thread + 1, places)));
    }

    private static int Boundary(int rows, int threads, int thread, int[]? places)
    {
        int boundary = (int)((long)rows * thread / threads);
        while (places is not null && boundary > 0 && boundary < rows && places[boundary] == places[boundary - 1])
        {
            boundary++;
        }

        return boundary;
    }
}
