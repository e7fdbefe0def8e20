using System.Diagnostics;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>An environment whose steps take longer.</summary>
/// <param name="inner">The environment.</param>
/// <param name="duration">The least time of a step.</param>
internal sealed class BusyEnvironment<TBatch, TActions, TEnvironment>(TEnvironment inner, TimeSpan duration)
    : IEnvironment<TBatch, TActions>, ICheckpointable
    where TEnvironment : IEnvironment<TBatch, TActions>, ICheckpointable
{
    public void Reset(RandomNumbers random) => inner.Reset(random);

    public StepResult Step(TActions actions, int row, RandomNumbers random)
    {
        long started = Stopwatch.GetTimestamp();
        StepResult result = inner.Step(actions, row, random);

        // A real environment occupies a core while it computes. A thread that sleeps would leave the core to others, and no system timer
        // sleeps for 50 µs exactly.
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
        }

        return result;
    }

    public void WriteObservation(TBatch batch, int row) => inner.WriteObservation(batch, row);

    public void Save(BinaryWriter writer) => inner.Save(writer);

    public void Load(BinaryReader reader) => inner.Load(reader);
}
