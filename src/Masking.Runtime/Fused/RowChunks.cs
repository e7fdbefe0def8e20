using static TorchSharp.torch;

namespace Masking;

/// <summary>Divides rows among threads, where they are so many that it pays. Which thread a row is on changes nothing about it.</summary>
internal static class RowChunks
{
    /// <summary>Below this many numbers handing work over takes as long as it saves.</summary>
    private const long Enough = 1 << 16;

    /// <summary>Works on all rows, on as many threads as the tensor library may use.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="numbers">The numbers of one row.</param>
    /// <param name="work">Works on the rows from its first argument up to its second.</param>
    public static void Work(int rows, int numbers, Action<int, int> work)
    {
        int threads = (long)rows * numbers < Enough ? 1 : Math.Min(get_num_threads(), rows);
        if (threads == 1)
        {
            work(0, rows);
            return;
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread => work(Border(rows, threads, thread), Border(rows, threads, thread + 1)));
    }

    private static int Border(int rows, int threads, int thread) => (int)((long)rows * thread / threads);
}
