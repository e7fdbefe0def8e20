using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>What the meters of a learner record.</summary>
public sealed class LearnerMetersTests
{
    private const int Updates = 3;
    private const int Shards = 4;

    [Fact]
    public async Task AWorkerReceivesTheParametersOncePerUpdate_AndReturnsEachShardOnce()
    {
        using Recorder recorder = new();
        IPEndPoint address = Addresses.Free();
        await using Learner learner = await Learner.StartAsync(
            address, CoinTrainings.Define(), [], cancellationToken: TestContext.Current.CancellationToken);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task worker = Worker.RunAsync(address, _ => CoinTrainings.Define(), new WorkerOptions { Slots = Shards }, stop.Token);
        ITrainer trainer = CoinTrainings.Define().CreateTrainer(threads: 1, learner.Runner);

        await Task.Run(() => CoinTrainings.Train(trainer, Updates));

        using CoinPolicy policy = new();
        using MemoryStream parameters = new();
        ModuleState.Save(policy, new BinaryWriter(parameters));
        Assert.Equal(Updates * parameters.Length, recorder.Sum("masking.parameters.size"));
        Assert.Equal(Updates * Shards, recorder.Sum("masking.shards.completed"));
        Assert.Equal(0, recorder.Sum("masking.shards.repeated"));
        Assert.True(recorder.Sum("masking.shards.size") > 0);
        Assert.Equal(1, recorder.Gauge("masking.workers"));
        await stop.CancelAsync();
        await worker;
    }

    [Fact]
    public async Task TheMetersEnd_WithTheLearner()
    {
        using Recorder recorder = new();
        IPEndPoint address = Addresses.Free();
        Learner learner = await Learner.StartAsync(
            address, CoinTrainings.Define(), [], cancellationToken: TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<IOException>(() => Learner.StartAsync(
            address, CoinTrainings.Define(), [], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(1, recorder.Meters);

        await learner.DisposeAsync();

        Assert.Equal(0, recorder.Meters);
    }

    /// <summary>Records the measurements of the meters of learners.</summary>
    private sealed class Recorder : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, long> _sums = new();
        private readonly ConcurrentDictionary<string, int> _gauges = new();
        private int _gauged;

        public Recorder()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Masking.Orleans")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
                _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
            _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
            {
                Interlocked.Increment(ref _gauged);
                _gauges[instrument.Name] = value;
            });
            _listener.Start();
        }

        public long Sum(string name) => _sums.GetValueOrDefault(name);

        /// <summary>The number of learners with meters.</summary>
        public int Meters
        {
            get
            {
                int before = Volatile.Read(ref _gauged);
                _listener.RecordObservableInstruments();
                return Volatile.Read(ref _gauged) - before;
            }
        }

        public int Gauge(string name)
        {
            _listener.RecordObservableInstruments();
            return _gauges[name];
        }

        public void Dispose() => _listener.Dispose();
    }
}
