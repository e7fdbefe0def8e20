using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Limits;

namespace Masking.Benchmarks.Workloads;

internal sealed class W1Act : IWorkload
{
    private static readonly Dictionary<string, double[]> Targets = new()
    {
        ["seed"] = [40, 20, 15, 20, 20],
        ["sb3"] = [50, 25, 20, 25, 25],
        ["tuned"] = [15, 4, 4, 4, 4],
    };

    private static readonly double[] Distances = [2, 2, 2, 2, 2];

    public string Name => "W1";

    public string Description => "act: mask, draw and log-probability of a categorical distribution";

    public void Compare(Scoreboard board) => CategoricalContenders.Compare(
        board, $"{Name} act", Targets, Check, fixture => fixture.Act(), Distances, (rows, columns) => new ActLimit(rows, columns));

    private static void Check(string title, ChoiceFixture ours, ChoiceFixture theirs)
    {
        ours.RequireSame(title, theirs);
        ours.RequireFairDraws(title);
        theirs.RequireFairDraws(title);
    }
}
