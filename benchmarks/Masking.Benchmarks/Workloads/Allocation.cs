namespace Masking.Benchmarks.Workloads;

/// <summary>Measures managed memory.</summary>
internal static class Allocation
{
    /// <summary>The number of measured calls.</summary>
    public const int Calls = 1_000;

    /// <summary>The bytes that <see cref="Calls"/> calls allocate after a first one.</summary>
    public static long BytesOf(Action call)
    {
        call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            call();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
