using Masking.Samples.QuickStart;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

/// <summary>A small training in MiniHarvest.</summary>
internal sealed class SmallTraining : IDisposable
{
    private const int RolloutSteps = 16;

    public SmallTraining(
        PpoOptions? options = null,
        Func<
            IVectorEnvironment<HarvestPolicy.Observation, HarvestPolicy.Actions>,
            IVectorEnvironment<HarvestPolicy.Observation, HarvestPolicy.Actions>
        >? wrap = null,
        int threads = 1,
        int environments = 4)
    {
        options ??= Options;
        set_num_threads(1);
        manual_seed(options.Seed);
        Policy = new HarvestPolicy();
        IVectorEnvironment<HarvestPolicy.Observation, HarvestPolicy.Actions> world = Player.World(environments, threads);
        Trainer = PpoTrainer.Of(
            Policy, wrap?.Invoke(world) ?? world, new HarvestPolicy.Rollout(RolloutSteps, world.Count), options, threads);
        Run = new TrainingRun("harvest", Trainer);
    }

    public static PpoOptions Options { get; } = new() { Epochs = 2, Minibatches = 2 };

    public HarvestPolicy Policy { get; }

    public PpoTrainer<HarvestPolicy.Observation, HarvestPolicy.Actions, HarvestPolicy.Distribution> Trainer { get; }

    public TrainingRun Run { get; }

    public void Train(long environmentSteps, IProgress<TrainingProgress>? progress = null) =>
        Run.Train(environmentSteps, progress, TestContext.Current.CancellationToken);

    /// <summary>A metric of the last update.</summary>
    public double Metric(string name) => Trainer.Progress.Metrics[Trainer.MetricNames.ToList().IndexOf(name)];

    /// <summary>Every number of the policy.</summary>
    public float[] Parameters() => [.. Policy.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];

    public void Dispose() => Trainer.Dispose();
}
