using Masking.Samples.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Harvest;

/// <summary>Makes one training of the table, or goes on with it.</summary>
/// <param name="table">The table.</param>
/// <param name="cell">The training.</param>
/// <param name="folder">Where its files go.</param>
internal sealed class CellTraining(HarvestTable table, Cell cell, DirectoryInfo folder)
{
    private const int UpdatesPerCheckpoint = 10;
    private const int EpisodesPerWorld = CellResult.FinalEpisodes / HarvestTraining.Environments;

    /// <summary>New parameters come from numbers that all threads share.</summary>
    private static readonly Lock Initialising = new();

    /// <summary>Trains to the end, and has an agent that learned under all masks play on without them.</summary>
    /// <param name="atOnce">The trainings that run at the same time.</param>
    /// <param name="progress">Told after each update.</param>
    /// <param name="cancellationToken">Ends the training early, with a checkpoint.</param>
    /// <returns>What came of it; null where it was ended early.</returns>
    /// <exception cref="CheckpointException">The folder holds another training, or a damaged one.</exception>
    public CellResult? Run(int atOnce, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        // Products this small lose more than they gain when they are shared between threads, and their sums would then
        // depend on the number of threads.
        set_num_threads(1);
        (HarvestPolicy policy, ITrainer trainer) = Begin();
        using (trainer)
        {
            using RunFolder opened = RunFolder.Open(folder, trainer, [new("steps", $"{table.Steps}"), .. cell.Settings], resume: true);
            using RunRecord record = new(opened, UpdatesPerCheckpoint);
            TrainingRun run = new(cell.FolderName, trainer, record);
            run.Train(table.Steps, progress, cancellationToken);
            record.Checkpoint();
            return run.Progress.EnvironmentSteps < table.Steps
                ? null
                : new CellResult(CoursePoint.Of(run), ReturnWithoutMasks(policy), Making.Now(run.Progress, atOnce));
        }
    }

    private (HarvestPolicy Policy, ITrainer Trainer) Begin()
    {
        lock (Initialising)
        {
            manual_seed(cell.Seed);
            HarvestPolicy policy = new();
            return (policy, HarvestTraining.Begin(policy, cell.Size, cell.Regime, HarvestTable.Options(cell.Seed), threads: 1));
        }
    }

    private double? ReturnWithoutMasks(HarvestPolicy policy) => cell.Regime == Regime.Masked
        ? HarvestTraining.Play(policy, cell.Size, Regime.None, cell.Seed, EpisodesPerWorld).Average()
        : null;
}
