namespace Masking;

/// <summary>The operations of every generated policy. A trainer that is written for the interface can train any policy.</summary>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
/// <typeparam name="TDistribution">The distribution over actions.</typeparam>
public interface IMaskedPolicy<TObservation, TActions, TDistribution> : IMaskedNetwork
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    /// <summary>Computes the distribution over actions, with gradients.</summary>
    /// <param name="observation">The observation of a batch of environments.</param>
    /// <exception cref="MaskShapeException">A tensor does not have the declared shape, element type or device.</exception>
    /// <exception cref="NoLegalActionException">A head of the single agent has no legal choice in a row.</exception>
    /// <exception cref="ObjectDisposedException">The policy was disposed.</exception>
    TDistribution forward(TObservation observation);

    /// <summary>Samples actions, without gradients.</summary>
    /// <param name="observation">The observation of a batch of environments.</param>
    /// <param name="stream">The random stream. The call takes one step of it.</param>
    /// <exception cref="NonFiniteLogitsException">
    /// The logits of a row are not a valid distribution. The stream keeps its position.
    /// </exception>
    /// <inheritdoc cref="forward" path="/exception"/>
    Step<TActions> Act(TObservation observation, RandomStream stream);

    /// <summary>Selects the most probable legal actions, without gradients. The lowest index wins a tie.</summary>
    /// <param name="observation">The observation of a batch of environments.</param>
    /// <exception cref="NonFiniteLogitsException">The logits of a row are not a valid distribution.</exception>
    /// <inheritdoc cref="forward" path="/exception"/>
    Step<TActions> ActGreedily(TObservation observation);

    /// <summary>Computes log-probability, entropy and state values for given actions, with gradients.</summary>
    /// <param name="observation">The observation of a batch of environments.</param>
    /// <param name="actions">The actions that were taken, one for each environment.</param>
    /// <exception cref="ArgumentOutOfRangeException">An action is out of range.</exception>
    /// <inheritdoc cref="forward" path="/exception"/>
    Evaluation Evaluate(TObservation observation, TActions actions);
}
