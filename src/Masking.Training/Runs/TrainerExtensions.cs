namespace Masking.Training;

/// <summary>Runs trainings without a run folder.</summary>
public static class TrainerExtensions
{
    /// <summary>Trains until a number of steps is reached.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="environmentSteps">The number of steps, over all environments. The update that reaches it is the last one.</param>
    /// <param name="progress">Receives the state after each update.</param>
    /// <param name="cancellationToken">Stops the training early; the updates made so far are kept.</param>
    /// <exception cref="EnvironmentException">An environment failed.</exception>
    public static void Run(
        this ITrainer trainer,
        long environmentSteps,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        new TrainingRun(trainer.GetType().Name, trainer).Train(environmentSteps, progress, cancellationToken);
    }
}
