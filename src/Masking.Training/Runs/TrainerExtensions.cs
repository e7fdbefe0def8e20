namespace Masking.Training;

/// <summary>Runs trainings without a run folder, and reads their metrics.</summary>
public static class TrainerExtensions
{
    /// <summary>Trains until a number of steps is reached.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="environmentSteps">The number of steps, over all environments. The update that reaches it is the last one.</param>
    /// <param name="onUpdate">Called with the state after each update, before the next one begins.</param>
    /// <param name="cancellationToken">Stops the training early; the updates made so far are kept.</param>
    /// <exception cref="EnvironmentException">An environment failed.</exception>
    public static void Run(
        this ITrainer trainer,
        long environmentSteps,
        Action<TrainingProgress> onUpdate,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onUpdate);
        trainer.Run(environmentSteps, new CallsBack(onUpdate), cancellationToken);
    }

    /// <inheritdoc cref="Run(ITrainer, long, Action{TrainingProgress}, CancellationToken)"/>
    /// <param name="trainer">The trainer.</param>
    /// <param name="environmentSteps">The number of steps, over all environments. The update that reaches it is the last one.</param>
    /// <param name="progress">Receives the state after each update. A <see cref="Progress{T}"/> may receive it on another thread, after the
    /// method has returned.</param>
    /// <param name="cancellationToken">Stops the training early; the updates made so far are kept.</param>
    public static void Run(
        this ITrainer trainer,
        long environmentSteps,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        new TrainingRun(trainer.GetType().Name, trainer).Train(environmentSteps, progress, cancellationToken);
    }

    /// <summary>Returns a metric of the last update.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="name">The name of the metric, one of <see cref="ITrainer.MetricNames"/>.</param>
    /// <exception cref="ArgumentException">The trainer has no metric of this name.</exception>
    /// <exception cref="InvalidOperationException">No update was made since the trainer was created or loaded.</exception>
    public static double Metric(this ITrainer trainer, string name)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        int index = trainer.MetricNames.ToList().IndexOf(name);
        if (index < 0)
        {
            throw new ArgumentException($"expected one of {string.Join(", ", trainer.MetricNames)}, got '{name}'.", nameof(name));
        }

        return trainer.Progress.Metrics.Count > 0
            ? trainer.Progress.Metrics[index]
            : throw new InvalidOperationException($"'{name}' has no value before the first update.");
    }

    private sealed class CallsBack(Action<TrainingProgress> onUpdate) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => onUpdate(value);
    }
}
