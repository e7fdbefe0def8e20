using Masking.Benchmarks.Baselines.Sb3;
using Masking.Benchmarks.Baselines.Seed;
using Masking.Benchmarks.Baselines.Tuned;
using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Library;
using Masking.Benchmarks.Limits;

namespace Masking.Benchmarks.Workloads;

/// <summary>The contenders and the sizes of the categorical workloads W1 and W2.</summary>
internal static class CategoricalContenders
{
    /// <summary>The numbers of rows and choices.</summary>
    public static readonly (int Rows, int Columns)[] Sizes = [(1, 6), (64, 6), (64, 64), (1024, 64), (4096, 16)];

    /// <summary>The library and all baselines, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<IContender>> All = new Dictionary<string, Func<IContender>>
    {
        ["ours"] = () => new LibraryCategorical(),
        ["seed"] = () => new SeedCategorical(),
        ["sb3"] = () => new Sb3Categorical(),
        ["tuned"] = () => new TunedCategorical(),
    };

    /// <summary>Compares the library with every baseline at every size.</summary>
    /// <param name="board">Receives the results.</param>
    /// <param name="title">The workload.</param>
    /// <param name="targets">The minimum ratio for every baseline at each size.</param>
    /// <param name="check">The check of the results, which runs before the timing.</param>
    /// <param name="work">The call that is timed.</param>
    /// <param name="distances">The maximum ratio to the limit at each size.</param>
    /// <param name="createLimit">Creates the limit for a size.</param>
    public static void Compare(
        Scoreboard board,
        string title,
        IReadOnlyDictionary<string, double[]> targets,
        Action<string, ChoiceFixture, ChoiceFixture> check,
        Action<ChoiceFixture> work,
        double[] distances,
        Func<int, int, ILimit> createLimit
    )
    {
        for (int i = 0; i < Sizes.Length; i++)
        {
            (int rows, int columns) = Sizes[i];
            using ChoiceFixture ours = new(All["ours"](), rows, columns);
            using ILimit limit = createLimit(rows, columns);
            board.ReportDistance($"{title} {rows}x{columns}", distances[i], Timing.Of(() => work(ours)), Timing.Of(limit.Run));
            foreach ((string baseline, double[] target) in targets)
            {
                using ChoiceFixture theirs = new(All[baseline](), rows, columns);
                string size = $"{title} {rows}x{columns}";
                check($"{size} {baseline}", ours, theirs);
                board.ReportSpeedup(size, baseline, target[i], Timing.Of(() => work(ours)), Timing.Of(() => work(theirs)));
            }
        }
    }
}
