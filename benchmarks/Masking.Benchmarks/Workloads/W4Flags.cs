using Masking.Benchmarks.Baselines.Sb3;
using Masking.Benchmarks.Baselines.Tuned;
using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Library;
using Masking.Benchmarks.Limits;

namespace Masking.Benchmarks.Workloads;

internal sealed class W4Flags : IWorkload
{
    private const int Bits = 339;
    private const double MaxDistance = 1.5;

    public string Name => "W4";

    public string Description => $"act: {Bits} bits in each row";

    public void Compare(Scoreboard board)
    {
        Compare(board, 16);
        Compare(board, 512);
        Compare(board, 16, "sb3", new Sb3Flags(Bits), target: 500);
        Compare(board, 16, "tuned", new TunedFlags(), target: 2);
        Compare(board, 512, "sb3", new Sb3Flags(Bits), target: 50);
        Compare(board, 512, "tuned", new TunedFlags(), target: 2);
    }

    private void Compare(Scoreboard board, int rows)
    {
        using ChoiceFixture ours = new(new LibraryFlags(), rows, Bits, areBits: true);
        using ActLimit limit = new(rows, Bits, areBits: true);
        board.ReportDistance($"{Name} act {Bits} bits x{rows}", MaxDistance, Timing.Of(ours.Act), Timing.Of(limit.Run));
    }

    private void Compare(Scoreboard board, int rows, string baseline, IContender contender, double target)
    {
        using ChoiceFixture ours = new(new LibraryFlags(), rows, Bits, areBits: true);
        using ChoiceFixture theirs = new(contender, rows, Bits, areBits: true);
        string title = $"{Name} act {Bits} bits x{rows}";
        ours.RequireSame($"{title} {baseline}", theirs);
        ours.RequireFairDraws($"{title} {baseline}");
        theirs.RequireFairDraws($"{title} {baseline}");
        board.ReportSpeedup(title, baseline, target, Timing.Of(ours.Act), Timing.Of(theirs.Act));
    }
}
