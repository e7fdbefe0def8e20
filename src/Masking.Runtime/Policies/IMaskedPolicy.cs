namespace Masking;

/// <summary>What every generated policy is, so that one trainer serves all.</summary>
/// <typeparam name="TObservation">What the policy sees.</typeparam>
/// <typeparam name="TActions">What it does.</typeparam>
/// <typeparam name="TDistribution">What it would do, and how probably.</typeparam>
public interface IMaskedPolicy<TObservation, TActions, TDistribution>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    /// <summary>The distribution over actions, with gradient.</summary>
    /// <param name="observation">A batch.</param>
    /// <exception cref="MaskShapeException">A tensor does not have the declared shape, element type or device.</exception>
    /// <exception cref="NoLegalActionException">A head of the one agent has no legal choice.</exception>
    TDistribution forward(TObservation observation);

    /// <summary>Draws actions, without gradient.</summary>
    /// <param name="observation">A batch.</param>
    /// <param name="stream">The random numbers; takes one step of it.</param>
    /// <inheritdoc cref="forward" path="/exception"/>
    Step<TActions> Act(TObservation observation, RandomStream stream);

    /// <summary>Takes the most probable legal actions, without gradient.</summary>
    /// <param name="observation">A batch.</param>
    /// <inheritdoc cref="forward" path="/exception"/>
    Step<TActions> ActGreedily(TObservation observation);

    /// <summary>Judges given actions, with gradient.</summary>
    /// <param name="observation">A batch.</param>
    /// <param name="actions">The actions taken on it.</param>
    /// <inheritdoc cref="forward" path="/exception"/>
    Evaluation Evaluate(TObservation observation, TActions actions);
}
