using System.Diagnostics.Metrics;

namespace Masking.Orleans;

/// <summary>
/// The meters of a learner. OpenTelemetry exports them with <c>AddMeter("Masking.Orleans")</c>.
/// </summary>
internal sealed class LearnerMeters : IDisposable
{
    private readonly Meter _meter = new("Masking.Orleans");
    private readonly Counter<long> _completed;
    private readonly Counter<long> _repeated;
    private readonly Counter<long> _received;
    private readonly Counter<long> _parameters;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the meters.</summary>
    /// <param name="workers">Returns the number of workers.</param>
    public LearnerMeters(Func<int> workers)
    {
        _meter.CreateObservableGauge("masking.workers", workers, "{worker}", "The workers that have joined and are not lost.");
        _completed = _meter.CreateCounter<long>("masking.shards.completed", "{shard}", "The rollouts of shards that were received.");
        _repeated = _meter.CreateCounter<long>("masking.shards.repeated", "{shard}", "The rollouts of shards that were requested again.");
        _received = _meter.CreateCounter<long>("masking.shards.size", "By", "The size of the received rollouts and states.");
        _parameters = _meter.CreateCounter<long>("masking.parameters.size", "By", "The size of the parameters that were sent.");
        _duration = _meter.CreateHistogram<double>("masking.shard.duration", "s", "The time from a request to its answer.");
    }

    /// <summary>Records an answer that counts.</summary>
    public void Completed(ShardAnswer answer, TimeSpan duration)
    {
        _completed.Add(1);
        _received.Add(answer.Steps.Length + answer.NextState.Length);
        _duration.Record(duration.TotalSeconds);
    }

    /// <summary>Records a call that is given to another worker.</summary>
    public void Repeated() => _repeated.Add(1);

    /// <summary>Records that parameters were sent to a worker.</summary>
    public void Sent(byte[] parameters) => _parameters.Add(parameters.Length);

    public void Dispose() => _meter.Dispose();
}
