using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>Computes the log-probabilities of the parts of an action under the current policy and stores those before the update.</summary>
internal sealed class ActionParts<TObservation, TActions, TDistribution>(
    MaskedPolicy<TObservation, TActions, TDistribution> policy, IReadOnlyList<ActionPart<TDistribution, TActions>> parts)
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private Tensor[] _oldLogProbs = [];

    /// <summary>The number of parts.</summary>
    public int Count => parts.Count;

    /// <summary>
    /// Computes and stores the log-probabilities of the whole rollout before the update. The tensors are attached to the caller's dispose
    /// scope.
    /// </summary>
    /// <param name="all">The whole rollout.</param>
    public void StoreOldLogProbs(Minibatch<TObservation, TActions> all)
    {
        using IDisposable frozen = no_grad();
        using TDistribution distribution = policy.call(all.Observation);
        _oldLogProbs = LogProbs(distribution, all.Actions);
    }

    /// <summary>Returns the stored log-probabilities of the rows of a minibatch.</summary>
    /// <param name="part">The index of the part.</param>
    /// <param name="minibatch">The minibatch.</param>
    /// <param name="like">A tensor of the shape to return: the padding of a minibatch may be narrower than that of the rollout.</param>
    public Tensor OldLogProbs(int part, Minibatch<TObservation, TActions> minibatch, Tensor like)
    {
        Tensor oldLogProbs = _oldLogProbs[part].index_select(0, minibatch.Rows);
        for (int axis = 1; axis < like.dim(); axis++)
        {
            oldLogProbs = oldLogProbs.narrow(axis, 0, like.size(axis));
        }

        return oldLogProbs;
    }

    /// <summary>Returns the log-probability of each part under the current policy.</summary>
    public Tensor[] LogProbs(TDistribution distribution, TActions actions) =>
        [.. parts.Select(part => part.LogProb(distribution, actions))];
}
