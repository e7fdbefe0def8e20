using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>A small training with PPO.</summary>
internal abstract class SmallTraining<TObservation, TActions, TDistribution>(
    MaskedPolicy<TObservation, TActions, TDistribution> policy,
    IVectorEnvironment<TObservation, TActions> environments,
    Rollout<TObservation, TActions> rollout,
    PpoOptions options,
    int threads) : IDisposable
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private TrainingRun? _run;

    public IVectorEnvironment<TObservation, TActions> Environments { get; } = environments;

    public PpoTrainer<TObservation, TActions, TDistribution> Trainer { get; } =
        PpoTrainer.Of(policy, environments, rollout, options, threads);

    public TrainingRun Run => _run ??= new TrainingRun("t-maze", Trainer);

    public void Train(long environmentSteps, IProgress<TrainingProgress>? progress = null) =>
        Run.Train(environmentSteps, progress, TestContext.Current.CancellationToken);

    /// <summary>A metric of the last update.</summary>
    public double Metric(string name) => Trainer.Metric(name);

    /// <summary>Every number of the policy.</summary>
    public float[] Parameters() => policy.Numbers();

    public void Dispose() => Trainer.Dispose();

    /// <summary>Returns a new object, whose parameters depend on the seed only.</summary>
    protected static T Seeded<T>(int seed, Func<T> create)
    {
        set_num_threads(1);
        manual_seed(seed);
        return create();
    }
}
