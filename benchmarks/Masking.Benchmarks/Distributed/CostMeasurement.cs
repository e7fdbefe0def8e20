using System.Runtime.InteropServices;
using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Simulation;
using Masking.Training;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Masking.Benchmarks.Distributed;

/// <summary>Measures what the parts of a training cost on one core of this machine. All times are medians.</summary>
internal static class CostMeasurement
{
    private const int Repetitions = 9;

    /// <summary>Measures the costs of a training, and in alternation with them the time of an update of a trainer.</summary>
    /// <param name="training">The training.</param>
    /// <param name="other">A trainer of the same training.</param>
    /// <returns>The costs, and the seconds of an update of the other trainer.</returns>
    public static (TrainingCosts Costs, double Update) Measure(IMeasuredTraining training, ITrainer other)
    {
        int shards = training.Definition.Shards;
        int stepsPerFragment = training.Environments / shards * training.Steps;
        ShardTimer timer = new(training.Definition);
        using ITrainer trainer = training.CreateTrainer(timer);
        Speeds.WarmUp(trainer);
        Speeds.WarmUp(other);
        timer.Clear();
        List<double> learningTimes = [];
        List<double> otherTimes = [];
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            learningTimes.Add(Speeds.UpdateTime(trainer) - timer.CollectingTime);
            otherTimes.Add(Speeds.UpdateTime(other));
        }

        ShardRollout fragment = timer.Rollouts[0];
        (double pack, double unpack) = TimePacking(training, timer.Rollouts);
        (double serialize, double deserialize) = TimeSerialization(fragment);
        TrainingCosts costs = new(
            Race.Median(timer.EnvironmentTimes) / stepsPerFragment,
            Math.Max(0, Race.Median(timer.ActingTimes) - pack) / stepsPerFragment,
            pack + serialize,
            unpack + deserialize,
            Math.Max(0, Race.Median(learningTimes) - (shards * unpack)) / (shards * stepsPerFragment),
            fragment.Steps.Length + fragment.NextState.Length,
            fragment.NextState.Length,
            timer.Parameters);
        return (costs, Race.Median(otherTimes));
    }

    /// <returns>The seconds to write a fragment, and to read it into the rollout of all environments.</returns>
    private static (double Pack, double Unpack) TimePacking(IMeasuredTraining training, IReadOnlyList<ShardRollout> fragments)
    {
        (_, Action<BinaryReader[]> loadAll) = training.CreateRollout(training.Environments);
        (Action<BinaryWriter> save, Action<BinaryReader[]> load) = training.CreateRollout(training.Environments / fragments.Count);
        load([Reader(fragments[0])]);
        double pack = MedianTime(
            () =>
            {
                using MemoryStream stream = new();
                using BinaryWriter writer = new(stream);
                save(writer);
                writer.Flush();
                stream.ToArray();
            });
        return (pack, MedianTime(() => loadAll([.. fragments.Select(Reader)])) / fragments.Count);
    }

    /// <returns>The seconds in which Orleans writes the bytes of a fragment to a message, and reads them.</returns>
    private static (double Serialize, double Deserialize) TimeSerialization(ShardRollout fragment)
    {
        using ServiceProvider services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        Serializer serializer = services.GetRequiredService<Serializer>();
        byte[] bytes = [.. fragment.Steps.Span, .. fragment.NextState.Span];
        byte[] message = serializer.SerializeToArray(bytes);
        return (
            MedianTime(() => serializer.SerializeToArray(bytes)),
            MedianTime(() => serializer.Deserialize<byte[]>(message)));
    }

    private static double MedianTime(Action call) => Race.Median([.. Enumerable.Range(0, Repetitions).Select(_ => Speeds.Time(call))]);

    private static BinaryReader Reader(ShardRollout fragment) => new(
        MemoryMarshal.TryGetArray(fragment.Steps, out ArraySegment<byte> bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count)
            : new MemoryStream(fragment.Steps.ToArray()));
}
