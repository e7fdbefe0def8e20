using System.Diagnostics;
using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts;

/// <summary>
/// Measures the cycles per second on one core, and the time of copying a state. In each cycle, the masks of all free units of player 0 and
/// the observation of player 0 are written, as a training needs them.
/// </summary>
public sealed class SpeedMeasurement
{
    private readonly Match _match;
    private readonly ObservationWriter _observation;
    private readonly float[] _planes;
    private readonly bool[] _flags;

    /// <summary>Prepares a measurement.</summary>
    /// <param name="match">The games that are played.</param>
    public SpeedMeasurement(Match match)
    {
        ArgumentNullException.ThrowIfNull(match);
        Board board = match.State.Board;
        _match = match;
        _observation = new ObservationWriter(board);
        _planes = new float[ObservationWriter.Planes * board.Cells];
        _flags = new bool[board.Cells * LegalActions.Flags];
    }

    /// <summary>Plays cycles, in as many games as it takes.</summary>
    /// <param name="cycles">The number of cycles.</param>
    /// <param name="cancellationToken">Ends the measurement early.</param>
    /// <returns>The number of cycles per second.</returns>
    public double Run(int cycles, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (int cycle = 0; cycle < cycles && !cancellationToken.IsCancellationRequested; cycle++)
        {
            RunCycle();
        }

        return cycles / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Copies the current state.</summary>
    /// <param name="copies">The number of copies.</param>
    /// <returns>The time of a copy in microseconds.</returns>
    public double MeasureCopies(int copies)
    {
        GameState copy = _match.State.Clone();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < copies; i++)
        {
            copy.CopyFrom(_match.State);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / copies;
    }

    /// <summary>Plays a cycle, after writing the observation and the masks of player 0.</summary>
    public void RunCycle()
    {
        _observation.WritePlanes(_match.State, player: 0, _planes);
        WriteMasks(_match.State);
        _match.Step();
        if (_match.IsOver)
        {
            _match.Restart();
        }
    }

    private void WriteMasks(GameState state)
    {
        _flags.AsSpan().Clear();
        for (int i = 0; i < state.Units.Length; i++)
        {
            ref readonly Unit unit = ref state.Units[i];
            if (unit.Player == 0 && !unit.IsBusy)
            {
                state.LegalActionsOf(i).WriteFlags(_flags.AsSpan(state.CellOf(unit) * LegalActions.Flags, LegalActions.Flags));
            }
        }
    }
}
