using BenchmarkDotNet.Attributes;
using Masking.Benchmarks.Baselines.Seed;
using Masking.Benchmarks.Baselines.Tuned;
using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Workloads;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Bdn;

/// <summary>Single calls of the workload W5 at its smaller size.</summary>
public class AttentionBenchmarks
{
    private static readonly Dictionary<string, IAttention?> Attentions = new()
    {
        ["ours"] = null,
        ["seed"] = new SeedAttention(),
        ["tuned"] = new TunedAttention(),
    };

    private AttentionFixture? _fixture;

    /// <summary>The library and its baselines.</summary>
    public static IEnumerable<string> Contenders => Attentions.Keys;

    [ParamsSource(nameof(Contenders))]
    public string Contender { get; set; } = "";

    [Params(1, 0.25)]
    public double Presence { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        set_num_threads(1);
        _fixture = W5Attention.Contender(Attentions[Contender], environments: 64, entities: 32, Presence);
    }

    [Benchmark]
    public void ForwardAndBackward() => _fixture!.ForwardAndBackward();

    [GlobalCleanup]
    public void Release() => _fixture!.Dispose();
}
