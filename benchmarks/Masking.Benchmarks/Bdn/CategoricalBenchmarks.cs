using BenchmarkDotNet.Attributes;
using Masking.Benchmarks.Workloads;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Bdn;

/// <summary>W1 and W2, call by call.</summary>
public class CategoricalBenchmarks
{
    private Choosing? _choosing;

    /// <summary>The library and its baselines.</summary>
    public static IEnumerable<string> Contenders => CategoricalContenders.All.Keys;

    /// <summary>Rows and choices.</summary>
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
        _choosing = new Choosing(CategoricalContenders.All[Contender](), rows, columns);
    }

    [Benchmark]
    public void Act() => _choosing!.Act();

    [Benchmark]
    public void EvaluateAndBackward() => _choosing!.Learn();

    [GlobalCleanup]
    public void Release() => _choosing!.Dispose();
}
