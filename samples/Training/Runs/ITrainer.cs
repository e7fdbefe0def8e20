namespace Masking.Samples.Training;

/// <summary>
/// Something that learns by acting, one update after the other. Saved between two updates and loaded, it goes on exactly as before.
/// </summary>
public interface ITrainer : ICheckpointed, IDisposable
{
    /// <summary>Where the training stands.</summary>
    TrainingProgress Progress { get; }

    /// <summary>The names of what <see cref="TrainingProgress.Metrics"/> measures, in order.</summary>
    IReadOnlyList<string> MetricNames { get; }

    /// <summary>What it learns with and what learns, setting by setting: a checkpoint of a training that differs is refused.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>Acts for a while and learns from it.</summary>
    /// <param name="cancellationToken">Asked between environment steps.</param>
    /// <returns>False if it was cancelled on the way: what was learned before is kept.</returns>
    bool Update(CancellationToken cancellationToken);

    /// <summary>
    /// Acts without learning for a whole episode of the first row, and draws its world before each step and at the end. What it learned
    /// stays as it is; its worlds move on.
    /// </summary>
    IEnumerable<string> Watch();
}
