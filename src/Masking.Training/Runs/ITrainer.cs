namespace Masking.Training;

/// <summary>
/// Trains an agent, one update after the other. Saved between two updates and loaded again, it continues exactly as if it had not been
/// interrupted if <see cref="ResumesExactly"/>.
/// </summary>
public interface ITrainer : ICheckpointable, IDisposable
{
    /// <summary>The state of the training after the last update.</summary>
    TrainingProgress Progress { get; }

    /// <summary>
    /// Whether a resumed training continues exactly as if it had not been interrupted. If false, because the environments do not save their
    /// state, it continues from the policy and begins new episodes.
    /// </summary>
    bool ResumesExactly { get; }

    /// <summary>The names of <see cref="TrainingProgress.Metrics"/>, in order.</summary>
    IReadOnlyList<string> MetricNames { get; }

    /// <summary>
    /// The settings of the trainer and the shapes of the network. A checkpoint with other settings is rejected when it is loaded.
    /// </summary>
    IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>Collects environment steps and learns from them.</summary>
    /// <param name="cancellationToken">Checked between environment steps.</param>
    /// <returns>False if the update was canceled; the results of earlier updates are kept.</returns>
    bool Update(CancellationToken cancellationToken);

    /// <summary>Writes the trained policy or network as a model file, which the generated <c>Load</c> reads.</summary>
    /// <param name="path">The path of the file, for example <c>policy.safetensors</c>.</param>
    /// <exception cref="IOException">The file cannot be written. An existing file is kept.</exception>
    void SavePolicy(string path);

    /// <summary>
    /// Runs a whole episode of the first row without learning and returns the rendered state before each step and at the end. The network
    /// is not changed, but the environments step.
    /// </summary>
    IEnumerable<string> RenderEpisode();
}
