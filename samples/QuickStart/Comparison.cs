using Masking.Samples.Training;
using static TorchSharp.torch;

namespace Masking.Samples.QuickStart;

/// <summary>The same policy, trained by the same trainer in the same world, once with its masks and once without.</summary>
public sealed class Comparison : IDisposable
{
    private const int Environments = 16;
    private const int RolloutSteps = 64;

    private readonly List<IDisposable> _owned = [];

    /// <summary>Two trainings that have not begun.</summary>
    /// <param name="seed">The same seed gives the same courses.</param>
    public Comparison(int seed)
    {
        // Products this small lose more than they gain when they are shared between threads, and their sums would then
        // depend on the number of threads.
        set_num_threads(1);
        Options = new PpoOptions { Seed = seed };
        Masked = Begin("masked", masked: true);
        Unmasked = Begin("unmasked", masked: false);
    }

    /// <summary>The settings of both.</summary>
    public PpoOptions Options { get; }

    /// <summary>Environment steps between two updates.</summary>
    public static int StepsPerUpdate { get; } = Environments * RolloutSteps;

    /// <summary>The training whose policy is told what is legal.</summary>
    public TrainingRun Masked { get; }

    /// <summary>The training whose policy has to find out.</summary>
    public TrainingRun Unmasked { get; }

    /// <summary>Releases policies, environments and trainers.</summary>
    public void Dispose() => _owned.ForEach(each => each.Dispose());

    private TrainingRun Begin(string label, bool masked)
    {
        manual_seed(Options.Seed);
        HarvestPolicy policy = Own(new HarvestPolicy());
        MiniHarvest environments = Own(new MiniHarvest(Environments, masked));
        HarvestPolicy.Rollout rollout = new(RolloutSteps, Environments);
        return new TrainingRun(label, Own(new PpoTrainer<HarvestPolicy.Observation, HarvestPolicy.Actions, HarvestPolicy.Distribution>(policy, environments, rollout, Options)));
    }

    private T Own<T>(T disposable) where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }
}
