namespace Masking.Samples.Training;

/// <summary>
/// One world: what a sample writes. It shows itself in one row of the policy's batch, and takes the action of the same row.
/// Several of them step at the same time, so a world shares nothing that changes with another.
/// </summary>
/// <remarks>Everything random comes from the numbers that it is given; they belong to the world, and checkpoints keep them.</remarks>
/// <typeparam name="TBatch">The generated <c>Batch</c> of the policy.</typeparam>
/// <typeparam name="TActions">The generated <c>Actions</c> of the policy.</typeparam>
public interface IEnvironment<in TBatch, in TActions>
{
    /// <summary>Begins an episode. It is called before anything else, and after each end.</summary>
    /// <param name="random">The world's random numbers.</param>
    void Reset(RandomNumbers random);

    /// <summary>Takes an action.</summary>
    /// <param name="actions">The actions of all rows.</param>
    /// <param name="row">The row of this world.</param>
    /// <param name="random">The world's random numbers.</param>
    /// <returns>The reward, and whether the episode goes on.</returns>
    Outcome Step(TActions actions, int row, RandomNumbers random);

    /// <summary>
    /// Shows the world as it is now, masks included. What was in the row before is still there: begin with <c>batch.Clear(row)</c>, or
    /// overwrite all of it.
    /// </summary>
    /// <param name="batch">Where.</param>
    /// <param name="row">The row of this world.</param>
    void Show(TBatch batch, int row);

    /// <summary>The world as text for people, a line for every row of it; colours may be given in Spectre.Console's markup.</summary>
    string Draw();

    /// <summary>Writes everything that changes, for a checkpoint.</summary>
    /// <param name="writer">Where.</param>
    void Save(BinaryWriter writer);

    /// <summary>
    /// Reads what <see cref="Save"/> wrote, and refuses what no episode comes to, as <see cref="CheckpointReading"/> does. Where it throws,
    /// the world gets back what it had before.
    /// </summary>
    /// <param name="reader">From where.</param>
    void Load(BinaryReader reader);
}
