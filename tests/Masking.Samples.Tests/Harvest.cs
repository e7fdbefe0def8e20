using Masking.Samples.QuickStart;
using Masking.Samples.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

/// <summary>A small training in MiniHarvest.</summary>
internal sealed class Harvest : IDisposable
{
    private const int RolloutSteps = 16;

    private readonly MiniHarvest _world;

    public Harvest(PpoOptions? options = null, Func<MiniHarvest, IEnvironments<HarvestPolicy.Observation, HarvestPolicy.Actions>>? wrap = null)
    {
        options ??= Options;
        set_num_threads(1);
        manual_seed(options.Seed);
        Policy = new HarvestPolicy();
        _world = new MiniHarvest(count: 4);
        Trainer = new PpoTrainer<HarvestPolicy.Observation, HarvestPolicy.Actions, HarvestPolicy.Distribution>(
            Policy, wrap?.Invoke(_world) ?? _world, new HarvestPolicy.Rollout(RolloutSteps, _world.Count), options);
        Run = new TrainingRun("harvest", Trainer);
    }

    public static PpoOptions Options { get; } = new() { Epochs = 2, Minibatches = 2 };

    public HarvestPolicy Policy { get; }

    public ITrainer Trainer { get; }

    public TrainingRun Run { get; }

    public void Train(long environmentSteps, IProgress<TrainingProgress>? progress = null) =>
        Run.Train(environmentSteps, progress, TestContext.Current.CancellationToken);

    /// <summary>Every number of the policy.</summary>
    public float[] Parameters() => [.. Policy.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];

    public void Dispose()
    {
        Trainer.Dispose();
        _world.Dispose();
        Policy.Dispose();
    }
}
