using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Replay;

/// <summary>
/// Translates between the numbers of units in a recorded game and in the engine. The original engine counts the units of all states that
/// it creates, so its numbers may have gaps. In both, a new unit has a higher number than all units before.
/// </summary>
internal sealed class UnitNumbers
{
    private readonly Dictionary<int, int> _recorded = [];
    private readonly Dictionary<int, int> _engine = [];
    private int _highest = -1;

    public int Recorded(int engine) => _recorded[engine];

    public int Engine(int recorded) => _engine[recorded];

    /// <summary>Pairs the units of a line with those of a state. Returns whether the units of earlier lines are still the same.</summary>
    public bool TryMatch(int[][] rows, ReadOnlySpan<Unit> units)
    {
        if (rows.Length != units.Length)
        {
            return false;
        }

        bool isFirstLine = _engine.Count == 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int number = rows[i][0];
            if (_engine.TryGetValue(number, out int engine) ? engine != units[i].Id : !isFirstLine && number < _highest)
            {
                return false;
            }

            _engine[number] = units[i].Id;
            _recorded[units[i].Id] = number;
            _highest = Math.Max(_highest, number);
        }

        return true;
    }
}
