namespace Masking.Training;

/// <summary>Creates <see cref="DqnTrainer{TObservation, TActions, TValues}"/> with inferred type arguments.</summary>
public static class DqnTrainer
{
    /// <summary>Creates a trainer. It takes ownership of the networks and environments.</summary>
    /// <param name="online">The online network, which is trained.</param>
    /// <param name="target">The target network, of the same class. The trainer copies the parameters of the online network to it.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="options">The options.</param>
    public static DqnTrainer<TObservation, TActions, TValues> Of<TObservation, TActions, TValues>(
        MaskedValueNetwork<TObservation, TActions, TValues> online,
        MaskedValueNetwork<TObservation, TActions, TValues> target,
        IVectorEnvironment<TObservation, TActions> environments,
        DqnOptions options)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TValues : IActionValues<TActions> =>
        new(online, target, environments, options);
}
