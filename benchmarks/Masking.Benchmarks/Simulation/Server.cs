namespace Masking.Benchmarks.Simulation;

/// <summary>A resource that serves one request at a time, in the order of arrival.</summary>
/// <param name="clock">The clock.</param>
internal sealed class Server(Clock clock)
{
    private double _freeAt;

    /// <summary>The seconds of all requests so far.</summary>
    public double Busy { get; private set; }

    /// <summary>Serves a request.</summary>
    /// <param name="seconds">The time that it takes.</param>
    /// <param name="then">What happens at its end.</param>
    public void Serve(double seconds, Action then)
    {
        Busy += seconds;
        _freeAt = Math.Max(_freeAt, clock.Now) + seconds;
        clock.At(_freeAt, then);
    }
}
