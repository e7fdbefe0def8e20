using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Limits;

namespace Masking.Benchmarks.Workloads;

internal sealed class W2Evaluate : IWorkload
{
    private static readonly Dictionary<string, double[]> Targets = new()
    {
        ["seed"] = [3, 3, 5, 10, 10],
        ["sb3"] = [4, 4, 6, 12, 12],
        ["tuned"] = [1.5, 1.5, 1.5, 2, 2],
    };

    private static readonly double[] Distances = [1.3, 1.3, 1.3, 2.5, 2.5];

    public string Name => "W2";

    public string Description => "evaluate and backward: log-probability and entropy of given actions, gradient of the logits";

    public void Compare(Scoreboard board) => CategoricalContenders.Compare(
        board, $"{Name} evaluate", Targets, (title, ours, theirs) => ours.RequireSame(title, theirs),
        fixture => fixture.EvaluateAndBackward(), Distances, (rows, columns) => new EvaluateLimit(rows, columns));
}
