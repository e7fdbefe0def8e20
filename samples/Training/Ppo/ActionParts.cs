using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>The log-probabilities of the parts of actions, now and when a rollout was filled.</summary>
internal sealed class ActionParts<TObservation, TActions, TDistribution>(
    MaskedPolicy<TObservation, TActions, TDistribution> policy, IReadOnlyList<ActionPart<TDistribution, TActions>> parts)
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private Tensor[] _remembered = [];

    /// <summary>The number of parts.</summary>
    public int Count => parts.Count;

    /// <summary>Computes those of the policy that acted, before it learns. They belong to the caller's dispose scope.</summary>
    /// <param name="all">The whole rollout.</param>
    public void Remember(Minibatch<TObservation, TActions> all)
    {
        using IDisposable frozen = no_grad();
        using TDistribution distribution = policy.call(all.Observation);
        _remembered = LogProbs(distribution, all.Actions);
    }

    /// <summary>Those of a minibatch when the rollout was filled.</summary>
    /// <param name="part">Which part.</param>
    /// <param name="minibatch">The minibatch.</param>
    /// <param name="like">Those of now: a minibatch may be padded to less than the whole rollout.</param>
    public Tensor Remembered(int part, Minibatch<TObservation, TActions> minibatch, Tensor like)
    {
        Tensor remembered = _remembered[part].index_select(0, minibatch.Rows);
        for (int axis = 1; axis < like.dim(); axis++)
        {
            remembered = remembered.narrow(axis, 0, like.size(axis));
        }

        return remembered;
    }

    /// <summary>Those of now.</summary>
    public Tensor[] LogProbs(TDistribution distribution, TActions actions) =>
        [.. parts.Select(part => part.LogProb(distribution, actions))];
}
