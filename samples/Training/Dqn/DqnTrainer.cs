namespace Masking.Samples.Training;

/// <summary>Makes trainers whose types follow from what they are given.</summary>
public static class DqnTrainer
{
    /// <summary>A trainer that has not begun. It disposes networks and environments when it is disposed.</summary>
    /// <param name="online">What learns.</param>
    /// <param name="target">Another of the same class: what was learned some time ago, which targets are read from.</param>
    /// <param name="environments">Where it acts.</param>
    /// <param name="options">The settings.</param>
    public static DqnTrainer<TObservation, TActions, TValues> Of<TObservation, TActions, TValues>(
        MaskedValueNetwork<TObservation, TActions, TValues> online,
        MaskedValueNetwork<TObservation, TActions, TValues> target,
        IEnvironments<TObservation, TActions> environments,
        DqnOptions options)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TValues : IActionValues<TActions> =>
        new(online, target, environments, options);
}
