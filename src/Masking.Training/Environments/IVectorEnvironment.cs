namespace Masking.Training;

/// <summary>
/// Several environments that step together, one per row of a batch. <see cref="ParallelEnvironments"/> creates one from single
/// environments. Implement this interface directly if rows depend on each other, for example the two sides of a game.
/// </summary>
/// <typeparam name="TObservation">The observation of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
public interface IVectorEnvironment<TObservation, in TActions> : ICheckpointable, IDisposable
{
    /// <summary>The number of rows.</summary>
    int Count { get; }

    /// <summary>
    /// Whether <see cref="ICheckpointable.Save"/> writes the whole state, so that a resumed training continues exactly. If false,
    /// <see cref="ICheckpointable.Load"/> begins a new episode in every row.
    /// </summary>
    bool SavesEpisodes => true;

    /// <summary>
    /// Returns the current observation of all rows. Its tensors are owned by the environment and valid until the next <see cref="Step"/> or
    /// <see cref="ResetTruncated"/>; clone them to keep them longer.
    /// </summary>
    TObservation Observe();

    /// <summary>
    /// Takes an action in each row. Where an episode terminates, the next one begins at once. Where it is truncated, the row shows its
    /// final state until <see cref="ResetTruncated"/> is called.
    /// </summary>
    /// <param name="actions">One action per row; the caller keeps ownership.</param>
    /// <returns>The result of the step. The next step overwrites it.</returns>
    VectorStepResult Step(TActions actions);

    /// <summary>Begins new episodes in the rows that the last step truncated. It must be called before the next step.</summary>
    void ResetTruncated();

    /// <summary>Renders a row as text.</summary>
    /// <param name="row">The row.</param>
    string Render(int row);
}
