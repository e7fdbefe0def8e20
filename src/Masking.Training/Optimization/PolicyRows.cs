using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>
/// A minibatch, or a shard of it, with one row per action: the sequences of a recurrent policy are flattened to step · batch + environment.
/// </summary>
internal sealed class PolicyRows<TObservation, TActions, TDistribution>(
    MaskedPolicy<TObservation, TActions, TDistribution> policy, Minibatch<TObservation, TActions> minibatch)
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    /// <summary>The actions.</summary>
    public TActions Actions { get; } = minibatch.IsSequence
        ? TActions.FromTensors([.. minibatch.Actions.ToTensors().Select(tensor => tensor?.flatten(0, 1))])
        : minibatch.Actions;

    /// <summary>The indices of the rows in the rollout.</summary>
    public Tensor Rows => Flat(minibatch.Rows);

    /// <summary>Whether an actor is present; null for a policy with one value per environment.</summary>
    public Tensor? Present => minibatch.Present is { } present ? Flat(present) : null;

    /// <summary>
    /// The log-probabilities at the time the actions were taken: of the joint action or, with a value of each actor, of each actor.
    /// </summary>
    public Tensor LogProb => Flat(minibatch.Present is null ? minibatch.LogProb : minibatch.LogProbPerActor);

    /// <summary>The state values at the time the actions were taken.</summary>
    public Tensor Value => Flat(minibatch.Value);

    /// <summary>The returns.</summary>
    public Tensor Return => Flat(minibatch.Return);

    /// <summary>Computes the distribution of the current policy. It is attached to the caller's dispose scope.</summary>
    public TDistribution Distribution() => minibatch.IsSequence
        ? policy.DistributionOf(minibatch.Observation, minibatch.Starts)
        : policy.call(minibatch.Observation);

    private Tensor Flat(Tensor tensor) => minibatch.IsSequence ? tensor.flatten(0, 1) : tensor;
}
