using System.Runtime.ExceptionServices;

namespace Masking.Samples.Training;

/// <summary>Several trainings that advance together, one update at a time.</summary>
/// <remarks>They share nothing, so their courses do not depend on how many of them run at once.</remarks>
/// <param name="runs">The trainings.</param>
/// <param name="environmentSteps">How far each one goes.</param>
/// <param name="threads">How many make their update at the same time.</param>
public sealed class SideBySide(IReadOnlyList<TrainingRun> runs, long environmentSteps, int threads)
{
    private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = threads };

    /// <summary>The trainings.</summary>
    public IReadOnlyList<TrainingRun> Runs { get; } = runs;

    /// <summary>How far each one goes.</summary>
    public long EnvironmentSteps { get; } = environmentSteps;

    /// <summary>Has every training that is not there yet make one update.</summary>
    /// <param name="cancellationToken">Asked between environment steps.</param>
    /// <returns>Whether there is more to do.</returns>
    /// <exception cref="Exception">The first that a training raised.</exception>
    public bool Advance(CancellationToken cancellationToken)
    {
        try
        {
            Parallel.ForEach(Runs.Where(HasToGo), _options, run => run.Update(cancellationToken));
        }
        catch (AggregateException exception)
        {
            // Whoever handles a full disk need not know that trainings run side by side.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return !cancellationToken.IsCancellationRequested && Runs.Any(HasToGo);
    }

    private bool HasToGo(TrainingRun run) => run.Progress.EnvironmentSteps < EnvironmentSteps;
}
