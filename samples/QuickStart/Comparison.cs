using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Samples.QuickStart;

/// <summary>Two trainings of the same policy in the same environment, one with action masks and one without.</summary>
public sealed class Comparison : IDisposable
{
    private const int Environments = 16;
    private const int RolloutSteps = 64;

    private readonly List<ITrainer> _trainers = [];

    /// <summary>Creates both trainings.</summary>
    /// <param name="seed">The seed of both trainings.</param>
    public Comparison(int seed)
    {
        Options = new PpoOptions { Seed = seed };
        Masked = CreateRun("masked", masked: true);
        Unmasked = CreateRun("unmasked", masked: false);
    }

    /// <summary>The options of both trainings.</summary>
    public PpoOptions Options { get; }

    /// <summary>The environment steps per update.</summary>
    public static int StepsPerUpdate { get; } = Environments * RolloutSteps;

    /// <summary>The training with action masks.</summary>
    public TrainingRun Masked { get; }

    /// <summary>The training without action masks.</summary>
    public TrainingRun Unmasked { get; }

    /// <summary>Disposes the trainers with their policies and environments.</summary>
    public void Dispose() => _trainers.ForEach(trainer => trainer.Dispose());

    private TrainingRun CreateRun(string label, bool masked)
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
            Options,
            threads: 1);
        _trainers.Add(trainer);
        return new TrainingRun(label, trainer);
    }
}
