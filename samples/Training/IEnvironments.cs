namespace Masking.Samples.Training;

/// <summary>Several environments that step together, so that a policy sees them as one batch.</summary>
/// <typeparam name="TObservation">What a policy sees of them.</typeparam>
/// <typeparam name="TActions">What it does in them.</typeparam>
public interface IEnvironments<TObservation, in TActions> : IDisposable
{
    /// <summary>The number of environments: the size of every batch.</summary>
    int Count { get; }

    /// <summary>
    /// What each environment shows now. The tensors are the environments' own and hold until the next <see cref="Step"/>;
    /// whoever keeps them longer clones them.
    /// </summary>
    TObservation Observe();

    /// <summary>Has each environment take its action. Where that ends an episode, the next one begins at once.</summary>
    /// <param name="actions">One per environment; they stay the caller's.</param>
    StepResult Step(TActions actions);
}
