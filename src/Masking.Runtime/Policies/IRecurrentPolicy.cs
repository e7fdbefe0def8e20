using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The operations of every generated policy with a recurrent core. A trainer that is written for the interface can train any recurrent
/// policy.
/// </summary>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
/// <typeparam name="TDistribution">The distribution over actions.</typeparam>
/// <typeparam name="TMemory">The memory of the policy.</typeparam>
public interface IRecurrentPolicy<TObservation, TActions, TDistribution, TMemory> : IMaskedPolicy<TObservation, TActions, TDistribution>
    where TObservation : IRecurrentObservation<TObservation, TMemory>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>, IRecurrentDistribution<TMemory>
    where TMemory : IPolicyMemory<TMemory>
{
    /// <summary>Creates the memory at the start of an episode: zeros, in the element type and on the device of the policy.</summary>
    /// <param name="batch">The number of environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is negative.</exception>
    TMemory InitialMemory(long batch);

    /// <inheritdoc cref="IMaskedPolicy{TObservation, TActions, TDistribution}.Act"/>
    new Step<TActions, TMemory> Act(TObservation observation, RandomStream stream);

    /// <inheritdoc cref="IMaskedPolicy{TObservation, TActions, TDistribution}.ActGreedily"/>
    new Step<TActions, TMemory> ActGreedily(TObservation observation);

    /// <summary>
    /// Computes log-probability, entropy and state values for the actions of a sequence of steps, with gradients through time.
    /// </summary>
    /// <param name="sequence">
    /// The observations. Every member has a leading axis of steps, <c>(steps, batch, …)</c>, except the memory, which is
    /// <c>(batch, width)</c> and is the memory before the first step.
    /// </param>
    /// <param name="actions">The actions that were taken, <c>(steps, batch, …)</c>.</param>
    /// <param name="starts">
    /// <c>(steps, batch)</c> bool, true = the step is the first of an episode. The memory before such a step is replaced with the initial
    /// memory, and receives no gradient.
    /// </param>
    /// <returns>Log-probability, entropy and state values, each <c>(steps, batch)</c>.</returns>
    /// <exception cref="MaskShapeException">A tensor does not have the declared shape, element type or device.</exception>
    /// <exception cref="NoLegalActionException">
    /// A head of the single agent has no legal choice in a row. The exception's rows are step · batch + environment.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The policy was disposed.</exception>
    Evaluation Evaluate(TObservation sequence, TActions actions, Tensor starts);
}
