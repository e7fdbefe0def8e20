namespace Masking.Training;

/// <summary>
/// A single environment. It writes its observation to one row of the policy's batch, and takes the action of the same row. Environments
/// step in parallel, so they must not share mutable state.
/// </summary>
/// <remarks>
/// <para>
/// All randomness must come from the <see cref="RandomNumbers"/> passed to the methods. Checkpoints include their state, so that a resumed
/// training continues with the same numbers.
/// </para>
/// <para>
/// An environment that also implements <see cref="ICheckpointable"/> is saved with the training, which then resumes exactly. Without it, a
/// resumed training keeps the policy and everything learned, and begins new episodes.
/// </para>
/// </remarks>
/// <typeparam name="TBatch">The generated <c>Batch</c> of the policy.</typeparam>
/// <typeparam name="TActions">The generated <c>Actions</c> of the policy.</typeparam>
public interface IEnvironment<in TBatch, in TActions>
{
    /// <summary>Begins an episode. It is called before any other method, and again after each episode.</summary>
    /// <param name="random">The random numbers of this environment.</param>
    void Reset(RandomNumbers random);

    /// <summary>Takes an action.</summary>
    /// <param name="actions">The actions of all rows.</param>
    /// <param name="row">The row of this environment.</param>
    /// <param name="random">The random numbers of this environment.</param>
    /// <returns>The reward, and whether the episode continues.</returns>
    StepResult Step(TActions actions, int row, RandomNumbers random);

    /// <summary>
    /// Writes the current observation and its masks to the batch. The row still contains the previous observation: call
    /// <c>batch.Clear(row)</c> first, or overwrite all of it.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="row">The row of this environment.</param>
    void WriteObservation(TBatch batch, int row);

    /// <summary>
    /// Renders the current state as text, which may contain markup of Spectre.Console. The default renders nothing.
    /// </summary>
    string Render() => "";
}
