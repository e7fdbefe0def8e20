namespace Masking.Samples.Training;

/// <summary>
/// Several worlds that step together, so that a policy sees them as one batch. <see cref="ParallelEnvironments"/> makes them of
/// single ones; worlds whose rows belong together, as both sides of a game do, implement this themselves.
/// </summary>
/// <typeparam name="TObservation">What a policy sees of them.</typeparam>
/// <typeparam name="TActions">What it does in them.</typeparam>
public interface IEnvironments<TObservation, in TActions> : ICheckpointed, IDisposable
{
    /// <summary>The number of rows of every batch.</summary>
    int Count { get; }

    /// <summary>
    /// What each row shows now. The tensors are the environments' own and hold until the next <see cref="Step"/> or
    /// <see cref="Renew"/>; whoever keeps them longer clones them.
    /// </summary>
    TObservation Observe();

    /// <summary>
    /// Takes an action in each row. Where that ends an episode the next one begins at once, except where a time limit cut it off:
    /// that row shows its last state until <see cref="Renew"/>.
    /// </summary>
    /// <param name="actions">One per row; they stay the caller's.</param>
    /// <returns>What came of it, in memory that the next step writes to again.</returns>
    StepResult Step(TActions actions);

    /// <summary>Begins new episodes where the last step cut one off. It must be called before the next step.</summary>
    void Renew();

    /// <summary>One row as text for people.</summary>
    /// <param name="row">The row.</param>
    string Draw(int row);
}
