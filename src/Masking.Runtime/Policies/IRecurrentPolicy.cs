using static TorchSharp.torch;

namespace Masking;

/// <summary>What every generated policy with a recurrent core is, so that one trainer serves all.</summary>
/// <typeparam name="TObservation">What the policy sees.</typeparam>
/// <typeparam name="TActions">What it does.</typeparam>
/// <typeparam name="TDistribution">What it would do, and how probably.</typeparam>
/// <typeparam name="TMemory">What it remembers.</typeparam>
public interface IRecurrentPolicy<TObservation, TActions, TDistribution, TMemory> : IMaskedPolicy<TObservation, TActions, TDistribution>
    where TObservation : IRecurrentObservation<TObservation, TMemory>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>, IRecurrentDistribution<TMemory>
    where TMemory : IPolicyMemory<TMemory>
{
    /// <summary>The memory at the start of an episode, in the policy's precision and on its device.</summary>
    /// <param name="batch">The number of environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is negative.</exception>
    TMemory InitialMemory(long batch);

    /// <inheritdoc cref="IMaskedPolicy{TObservation, TActions, TDistribution}.Act"/>
    new Step<TActions, TMemory> Act(TObservation observation, RandomStream stream);

    /// <inheritdoc cref="IMaskedPolicy{TObservation, TActions, TDistribution}.ActGreedily"/>
    new Step<TActions, TMemory> ActGreedily(TObservation observation);

    /// <summary>Judges the actions of several steps in sequence, with gradient through time.</summary>
    /// <param name="sequence">
    /// Every member with an axis of steps in front, <c>(steps, batch, …)</c>; but the memory <c>(batch, …)</c>: that before the first step.
    /// </param>
    /// <param name="actions">The actions taken, <c>(steps, batch, …)</c>.</param>
    /// <param name="starts">
    /// <c>(steps, batch)</c> bool, true = the step is the first of an episode: the memory before it is the initial one, and no gradient
    /// passes.
    /// </param>
    /// <returns>Log-probability, entropy and value, each <c>(steps, batch)</c>.</returns>
    /// <exception cref="MaskShapeException">A tensor does not have the declared shape, element type or device.</exception>
    /// <exception cref="NoLegalActionException">A head of the one agent has no legal choice; its rows count step by step: step · batch +
    /// environment.</exception>
    Evaluation Evaluate(TObservation sequence, TActions actions, Tensor starts);
}
