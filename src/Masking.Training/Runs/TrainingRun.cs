namespace Masking.Training;

/// <summary>A training with a name and a history of its updates.</summary>
/// <param name="label">The name.</param>
/// <param name="trainer">The trainer. The caller keeps ownership.</param>
/// <param name="recorder">Writes metrics and checkpoints; null writes none. The caller keeps ownership.</param>
public sealed class TrainingRun(string label, ITrainer trainer, RunRecorder? recorder = null)
{
    private readonly List<TrainingProgress> _history = [.. recorder?.History ?? []];

    /// <summary>The name.</summary>
    public string Label { get; } = label;

    /// <summary>The state of the training after the last update.</summary>
    public TrainingProgress Progress => trainer.Progress;

    /// <summary>The state of the training after each update.</summary>
    public IReadOnlyList<TrainingProgress> History
    {
        get
        {
            lock (_history)
            {
                return [.. _history];
            }
        }
    }

    /// <summary>The names of the metrics.</summary>
    public IReadOnlyList<string> MetricNames => trainer.MetricNames;

    /// <inheritdoc cref="ITrainer.ResumesExactly"/>
    public bool ResumesExactly => trainer.ResumesExactly;

    /// <summary>Trains until a number of steps is reached.</summary>
    /// <param name="environmentSteps">The number of steps, over all environments. The update that reaches it is the last one.</param>
    /// <param name="progress">Receives the state after each update.</param>
    /// <param name="cancellationToken">Stops the training early; the updates made so far are kept.</param>
    public void Train(long environmentSteps, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        while (Progress.EnvironmentSteps < environmentSteps && !cancellationToken.IsCancellationRequested && Update(cancellationToken))
        {
            progress?.Report(Progress);
        }
    }

    /// <summary>Makes one update.</summary>
    /// <param name="cancellationToken">Checked between environment steps. With a recorder, it is ignored until the update is complete,
    /// because checkpoints are only possible between two updates.</param>
    /// <returns>False if the update was canceled.</returns>
    public bool Update(CancellationToken cancellationToken)
    {
        bool updated = trainer.Update(recorder is null ? cancellationToken : CancellationToken.None);
        if (updated)
        {
            lock (_history)
            {
                _history.Add(Progress);
            }

            recorder?.RecordUpdate();
        }

        return updated;
    }
}
