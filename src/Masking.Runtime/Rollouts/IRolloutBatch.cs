namespace Masking;

/// <summary>
/// The generated <c>Batch</c> of a policy, which also creates the rollout that stores its observations. The sizes that are not constants of
/// the declaration, such as the most entities of a set, are those of the batch.
/// </summary>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
public interface IRolloutBatch<TObservation, TActions> : IObservationBatch<TObservation>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    /// <summary>Allocates a rollout for the environments and sizes of this batch.</summary>
    /// <param name="steps">The number of steps of each environment.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is not positive.</exception>
    /// <exception cref="ArgumentException">A member of the rollout would exceed the maximum length of an array.</exception>
    Rollout<TObservation, TActions> CreateRollout(int steps);
}
