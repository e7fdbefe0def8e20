using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Masking.Benchmarks.Bdn;

/// <summary>
/// Runs in this process, because a project that BenchmarkDotNet makes up does not have the native libraries that this one's build prepares.
/// </summary>
internal sealed class InProcess : ManualConfig
{
    public InProcess()
    {
        Add(DefaultConfig.Instance);
        AddDiagnoser(MemoryDiagnoser.Default);
        AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
