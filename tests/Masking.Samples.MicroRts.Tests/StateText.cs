using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests;

/// <summary>Writes everything that a state contains as text.</summary>
internal static class StateText
{
    public static string Of(GameState state)
    {
        IEnumerable<int> unitsInCells = Enumerable.Range(0, state.Board.Cells).Select(state.UnitAt);
        return $"""
            time {state.Time}, resources {state.ResourcesOf(0)} and {state.ResourcesOf(1)}, over {state.IsOver}, winner {state.Winner}
            {string.Join('\n', state.Units.ToArray())}
            {string.Join('\n', state.Assignments.ToArray())}
            {string.Join(' ', unitsInCells)}
            """;
    }
}
