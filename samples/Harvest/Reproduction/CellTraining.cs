using Masking.Samples.Reproduction;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Harvest;

/// <summary>Runs or resumes one training of the table.</summary>
/// <param name="table">The table.</param>
/// <param name="cell">The training.</param>
/// <param name="folder">The folder of the training.</param>
internal sealed class CellTraining(HarvestTable table, TrainingCell cell, DirectoryInfo folder)
{
    private const int UpdatesPerCheckpoint = 10;
    private const int EpisodesPerEnvironment = CellResult.FinalEpisodes / HarvestTraining.Environments;

    /// <summary>TorchSharp initializes parameters from random numbers that all threads share, so seeding and creation are locked.</summary>
    private static readonly Lock InitializationLock = new();

    /// <summary>Trains to the end. An agent that was trained under all masks is then evaluated without masks.</summary>
    /// <param name="parallelism">The number of trainings that run at the same time.</param>
    /// <param name="progress">Receives the state after each update.</param>
    /// <param name="cancellationToken">Stops the training early, with a checkpoint.</param>
    /// <returns>The result; null if the training was stopped early.</returns>
    /// <exception cref="CheckpointException">The folder contains another training or a damaged one.</exception>
    public CellResult? Run(int parallelism, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        // Small matrix products are faster on one thread, and the order of their sums then does not depend on the number of threads.
        set_num_threads(1);
        (HarvestPolicy policy, ITrainer trainer) = CreateTrainer();
        using (trainer)
        {
            using RunFolder opened = RunFolder.Open(folder, trainer, [new("steps", $"{table.Steps}"), .. cell.Settings], resume: true);
            using RunRecorder recorder = new(opened, UpdatesPerCheckpoint);
            TrainingRun run = new(cell.FolderName, trainer, recorder);
            run.Train(table.Steps, progress, cancellationToken);
            recorder.SaveCheckpoint();
            return run.Progress.EnvironmentSteps < table.Steps
                ? null
                : new CellResult(CurvePoint.Of(run), ReturnWithoutMasks(policy), Provenance.Capture(run.Progress, parallelism));
        }
    }

    private (HarvestPolicy Policy, ITrainer Trainer) CreateTrainer()
    {
        lock (InitializationLock)
        {
            manual_seed(cell.Seed);
            HarvestPolicy policy = new();
            return (policy, HarvestTraining.CreateTrainer(policy, cell.Size, cell.Regime, HarvestTable.Options(cell.Seed), threads: 1));
        }
    }

    private double? ReturnWithoutMasks(HarvestPolicy policy) => cell.Regime == Regime.Masked
        ? HarvestTraining.Evaluate(policy, cell.Size, Regime.None, cell.Seed, EpisodesPerEnvironment).Average()
        : null;
}
