using BenchmarkDotNet.Attributes;
using Masking.Benchmarks.Workloads;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Bdn;

/// <summary>Single calls of the workloads W1 and W2.</summary>
public class CategoricalBenchmarks
{
    private ChoiceFixture? _fixture;

    /// <summary>The library and its baselines.</summary>
    public static IEnumerable<string> Contenders => CategoricalContenders.All.Keys;

    /// <summary>The sizes, as rows x choices.</summary>
    public static IEnumerable<string> Sizes => CategoricalContenders.Sizes.Select(size => $"{size.Rows}x{size.Columns}");

    [ParamsSource(nameof(Contenders))]
    public string Contender { get; set; } = "";

    [ParamsSource(nameof(Sizes))]
    public string Size { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        set_num_threads(1);
        (int rows, int columns) = CategoricalContenders.Sizes.Single(size => $"{size.Rows}x{size.Columns}" == Size);
        _fixture = new ChoiceFixture(CategoricalContenders.All[Contender](), rows, columns);
    }

    [Benchmark]
    public void Act() => _fixture!.Act();

    [Benchmark]
    public void EvaluateAndBackward() => _fixture!.EvaluateAndBackward();

    [GlobalCleanup]
    public void Release() => _fixture!.Dispose();
}
