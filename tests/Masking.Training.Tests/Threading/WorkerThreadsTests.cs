using static TorchSharp.torch;

namespace Masking.Training.Tests;

public sealed class WorkerThreadsTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(100, 1)]
    [InlineData(100, 4)]
    [InlineData(3, 100)]
    public void EveryPiece_IsRunOnce(int count, int threads)
    {
        int[] runs = new int[count];

        WorkerThreads.For(count, threads, i => Interlocked.Increment(ref runs[i]));

        Assert.All(runs, each => Assert.Equal(1, each));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void TheExceptionOfAPiece_IsThrownAsItIs(int threads)
    {
        FileNotFoundException thrown = new("a piece");

        FileNotFoundException caught = Assert.Throws<FileNotFoundException>(
            () => WorkerThreads.For(10, threads, i => Throw(i == 5 ? thrown : null)));

        Assert.Same(thrown, caught);
        Assert.Contains(nameof(Throw), caught.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void LibtorchUsesOneThread_InEveryPiece_AlsoOnThreadsThatUsedMoreBefore()
    {
        int[] threads = new int[64];
        Thread caller = new(() =>
        {
            Parallel.For(0, threads.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
            {
                // libtorch initializes the number of a thread when the thread uses it first.
                set_num_threads(2);
                Assert.Equal(2, get_num_threads());
                Thread.Sleep(1);
            });
            WorkerThreads.For(threads.Length, 4, i =>
            {
                threads[i] = get_num_threads();
                Thread.Sleep(1);
            });
        });

        caller.Start();
        caller.Join();

        Assert.All(threads, each => Assert.Equal(1, each));
    }

    private static void Throw(Exception? exception)
    {
        if (exception is not null)
        {
            throw exception;
        }
    }
}
