namespace Masking.Benchmarks.Comparing;

/// <summary>The times of the library and of a limit or a baseline.</summary>
/// <param name="Title">The workload and its size.</param>
/// <param name="Beside">The name of the baseline, or <see cref="Limit"/>.</param>
/// <param name="Ours">The time of the library, in nanoseconds.</param>
/// <param name="Theirs">The time of the limit or the baseline, in nanoseconds.</param>
/// <param name="Target">The maximum ratio of the library's time to that of the limit, or the minimum ratio of the baseline's time to the
/// library's.</param>
internal sealed record Comparison(string Title, string Beside, double Ours, double Theirs, double Target)
{
    /// <summary>The name of the least that any implementation on TorchSharp executes.</summary>
    public const string Limit = "limit";

    /// <summary>The baselines of the table and the figure: implementations of whole workloads.</summary>
    public static readonly string[] Baselines = ["seed", "sb3", "tuned"];

    /// <summary>The limit and the <see cref="Baselines"/>.</summary>
    public static readonly string[] LimitAndBaselines = [Limit, .. Baselines];
}
