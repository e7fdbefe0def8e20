using System.Diagnostics.Metrics;

namespace Masking.Benchmarks.Distributed;

/// <summary>Listens to the meter of the learners of this process that counts the parameters which were sent.</summary>
internal sealed class ParametersMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _bytes;

    public ParametersMeter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Masking.Orleans", Name: "masking.parameters.size" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, bytes, _, _) => Interlocked.Add(ref _bytes, bytes));
        _listener.Start();
    }

    /// <summary>The bytes that were sent.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public void Dispose() => _listener.Dispose();
}
