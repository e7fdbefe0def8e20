namespace Masking.Training;

/// <summary>Several trainings that advance together, one update at a time.</summary>
/// <remarks>The trainings share no state, so their results do not depend on the number of threads.</remarks>
/// <param name="runs">The trainings.</param>
/// <param name="environmentSteps">The environment steps of each training.</param>
/// <param name="threads">The maximum number of trainings that update at the same time.</param>
public sealed class ParallelRuns(IReadOnlyList<TrainingRun> runs, long environmentSteps, int threads)
{
    /// <summary>The trainings.</summary>
    public IReadOnlyList<TrainingRun> Runs { get; } = runs;

    /// <summary>The environment steps of each training.</summary>
    public long EnvironmentSteps { get; } = environmentSteps;

    /// <summary>Makes one update of each training that has not reached its number of steps.</summary>
    /// <param name="cancellationToken">Checked between environment steps.</param>
    /// <returns>False if all trainings are complete or the method was canceled.</returns>
    /// <exception cref="Exception">The first exception thrown by a training.</exception>
    public bool Advance(CancellationToken cancellationToken)
    {
        TrainingRun[] unfinished = [.. Runs.Where(IsUnfinished)];
        WorkerThreads.For(unfinished.Length, threads, i => unfinished[i].Update(cancellationToken));
        return !cancellationToken.IsCancellationRequested && Runs.Any(IsUnfinished);
    }

    private bool IsUnfinished(TrainingRun run) => run.Progress.EnvironmentSteps < EnvironmentSteps;
}
