namespace Masking;

/// <summary>
/// Host memory that environments write observations to. Every generated <c>Batch</c> implements the interface, so that a trainer can be
/// written for any policy.
/// </summary>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
public interface IObservationBatch<out TObservation> : IDisposable
{
    /// <summary>The number of environments.</summary>
    int Environments { get; }

    /// <summary>The observation of all environments: the same tensors at every call, which live as long as the batch.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    TObservation Observation { get; }
}
