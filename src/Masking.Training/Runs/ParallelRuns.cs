using System.Runtime.ExceptionServices;

namespace Masking.Training;

/// <summary>Several trainings that advance together, one update at a time.</summary>
/// <remarks>The trainings share no state, so their results do not depend on the number of threads.</remarks>
/// <param name="runs">The trainings.</param>
/// <param name="environmentSteps">The environment steps of each training.</param>
/// <param name="threads">The maximum number of trainings that update at the same time.</param>
public sealed class ParallelRuns(IReadOnlyList<TrainingRun> runs, long environmentSteps, int threads)
{
    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = threads };

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
        try
        {
            Parallel.ForEach(Runs.Where(IsUnfinished), _options, run => run.Update(cancellationToken));
        }
        catch (AggregateException exception)
        {
            // Callers handle the exception of a single training, for example a full disk, and not an AggregateException.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return !cancellationToken.IsCancellationRequested && Runs.Any(IsUnfinished);
    }

    private bool IsUnfinished(TrainingRun run) => run.Progress.EnvironmentSteps < EnvironmentSteps;
}
