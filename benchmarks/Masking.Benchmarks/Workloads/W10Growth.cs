using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Library;

namespace Masking.Benchmarks.Workloads;

internal sealed class W10Growth : IWorkload
{
    private const int Units = 32;
    private const int Large = 64;
    private const int Small = 16;

    public string Name => "W10";

    public string Description => $"growth: act with {Units} units on a map of {Large}x{Large} and of {Small}x{Small}, heads only";

    public void Compare(Scoreboard board)
    {
        using GridScene manyCells = new(environments: 1, Large, Units);
        using GridScene fewCells = new(environments: 1, Small, Units);
        using LibraryGrid large = new(manyCells);
        using LibraryGrid small = new(fewCells);
        board.ReportGrowth(
            $"{Name} act {Units} units {Large}x{Large} over {Small}x{Small}",
            limit: 1.2,
            W3Grid.TimeAct(large),
            W3Grid.TimeAct(small)
        );
    }
}
