using System.Globalization;
using Masking.Benchmarks.Declared;
using Masking.Samples.QuickStart;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>The trainings that are measured. All have four shards of eight environments.</summary>
internal static class MeasuredTrainings
{
    /// <summary>The smallest trainable policy.</summary>
    public const string Small = "small";

    /// <summary>The policy of the quick start.</summary>
    public const string QuickStart = "quick start";

    /// <summary>A policy on a map of 16x16 cells, all of which act.</summary>
    public const string GridNet = "GridNet";

    private const int Shards = 4;
    private const int EnvironmentsPerShard = 8;

    /// <summary>Creates a training.</summary>
    /// <param name="policy">The name of the policy.</param>
    /// <param name="microseconds">The time of an environment step.</param>
    public static IMeasuredTraining Create(string policy, int microseconds)
    {
        string[] arguments = [policy, microseconds.ToString(CultureInfo.InvariantCulture)];
        TimeSpan duration = TimeSpan.FromMicroseconds(microseconds);
        return policy switch
        {
            Small => Of(
                arguments,
                () => new SentryPolicy(),
                rows => new SentryPolicy.Batch(rows),
                _ => new BusyEnvironment<SentryPolicy.Batch, SentryPolicy.Actions, SentryWorld>(new SentryWorld(), duration),
                steps: 64),
            QuickStart => Of(
                arguments,
                () => new HarvestPolicy(),
                rows => new HarvestPolicy.Batch(rows),
                _ => new BusyEnvironment<HarvestPolicy.Batch, HarvestPolicy.Actions, MiniHarvest>(new MiniHarvest(), duration),
                steps: 64),
            GridNet => Of(
                arguments,
                () => new GridNetPolicy(),
                rows => new GridNetPolicy.Batch(rows),
                _ => new BusyEnvironment<GridNetPolicy.Batch, GridNetPolicy.Actions, GridNetWorld>(new GridNetWorld(), duration),
                steps: 8),
            _ => throw new ArgumentException($"expected {Small}, {QuickStart} or {GridNet}, got {policy}.", nameof(policy)),
        };
    }

    /// <summary>Creates the training of a learner.</summary>
    /// <param name="arguments">Its arguments.</param>
    public static IMeasuredTraining Create(IReadOnlyList<string> arguments) =>
        Create(arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));

    private static MeasuredTraining<TObservation, TActions, TDistribution, TBatch> Of<TObservation, TActions, TDistribution, TBatch>(
        string[] arguments,
        Func<MaskedPolicy<TObservation, TActions, TDistribution>> createPolicy,
        Func<int, TBatch> createBatch,
        Func<int, IEnvironment<TBatch, TActions>> createEnvironment,
        int steps)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
        where TBatch : IRolloutBatch<TObservation, TActions> =>
        new(
            arguments,
            PpoDefinition.Of(createPolicy, createBatch, createEnvironment, Shards * EnvironmentsPerShard, steps) with { Shards = Shards });
}
