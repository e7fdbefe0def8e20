using System.Runtime.Intrinsics.X86;
using BenchmarkDotNet.Environments;

namespace Masking.Benchmarks.Reporting;

/// <summary>The processor of this machine.</summary>
internal static class Processor
{
    /// <summary>Its name, its number of logical cores, and its vector instructions.</summary>
    public static string Text =>
        $"Processor: {HostEnvironmentInfo.GetCurrent().Cpu.Value?.ProcessorName ?? "unknown"}, {Environment.ProcessorCount} logical cores, "
            + $"{(Avx512F.IsSupported ? "with AVX-512" : "without AVX-512")}.";
}
