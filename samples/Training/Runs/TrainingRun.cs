namespace Masking.Samples.Training;

/// <summary>A training under a name, with the course it took.</summary>
/// <param name="label">The name.</param>
/// <param name="trainer">What trains; it stays the caller's.</param>
/// <param name="record">Where its course and checkpoints go; null keeps none. It stays the caller's.</param>
public sealed class TrainingRun(string label, ITrainer trainer, RunRecord? record = null)
{
    private readonly List<TrainingProgress> _history = [.. record?.History ?? []];

    /// <summary>The name.</summary>
    public string Label { get; } = label;

    /// <summary>Where the training stands.</summary>
    public TrainingProgress Progress => trainer.Progress;

    /// <summary>Where it stood after each update.</summary>
    public IReadOnlyList<TrainingProgress> History => _history;

    /// <summary>The names of what each update measured.</summary>
    public IReadOnlyList<string> MetricNames => trainer.MetricNames;

    /// <summary>Trains until a number of steps is reached.</summary>
    /// <param name="environmentSteps">Over all environments; the update that reaches it is the last.</param>
    /// <param name="progress">Told after each update.</param>
    /// <param name="cancellationToken">Ends the training early: what has been learned so far is kept.</param>
    public void Train(long environmentSteps, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        while (Progress.EnvironmentSteps < environmentSteps && !cancellationToken.IsCancellationRequested && Update(cancellationToken))
        {
            progress?.Report(Progress);
        }
    }

    /// <summary>Makes one update.</summary>
    /// <param name="cancellationToken">Asked between environment steps; where there is a record the update is finished first, because only
    /// what is between two updates can be gone on with.</param>
    /// <returns>False if it was cancelled on the way.</returns>
    public bool Update(CancellationToken cancellationToken)
    {
        bool updated = trainer.Update(record is null ? cancellationToken : CancellationToken.None);
        if (updated)
        {
            _history.Add(Progress);
            record?.Append();
        }

        return updated;
    }
}
