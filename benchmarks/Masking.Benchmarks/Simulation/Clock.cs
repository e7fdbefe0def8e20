namespace Masking.Benchmarks.Simulation;

/// <summary>The clock of a discrete-event simulation: it jumps from one event to the next.</summary>
internal sealed class Clock
{
    private readonly PriorityQueue<Action, (double Time, long Order)> _events = new();
    private long _scheduled;

    /// <summary>The time in seconds.</summary>
    public double Now { get; private set; }

    /// <summary>Schedules an event. Events of the same time happen in the order in which they were scheduled.</summary>
    /// <param name="time">The time.</param>
    /// <param name="happen">What happens.</param>
    public void At(double time, Action happen) => _events.Enqueue(happen, (time, _scheduled++));

    /// <summary>Lets the next event happen.</summary>
    public void Advance()
    {
        _events.TryDequeue(out Action? happen, out (double Time, long Order) next);
        Now = next.Time;
        happen!();
    }
}
