using Masking.Samples.Training;
using static TorchSharp.torch;

namespace Masking.Samples.QuickStart;

/// <summary>The same policy, trained by the same trainer in the same world, once with its masks and once without.</summary>
public sealed class Comparison : IDisposable
{
    private const int Environments = 16;
    private const int RolloutSteps = 64;

    private readonly List<ITrainer> _trainers = [];

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
    public void Dispose() => _trainers.ForEach(trainer => trainer.Dispose());

    private TrainingRun Begin(string label, bool masked)
    {
        manual_seed(Options.Seed);
        ITrainer trainer = PpoTrainer.Of(
            new HarvestPolicy(),
            ParallelEnvironments.Of(
                new HarvestPolicy.Batch(Environments),
                batch => masked ? batch.Observation : batch.Observation with { SourceMask = null, OrderMask = null },
                Enumerable.Range(0, Environments).Select(_ => new MiniHarvest()),
                Options.Seed,
                threads: 1),
            new HarvestPolicy.Rollout(RolloutSteps, Environments),
            Options);
        _trainers.Add(trainer);
        return new TrainingRun(label, trainer);
    }
}
