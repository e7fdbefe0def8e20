using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>
/// Log-probabilities of the actions in every row of a rollout, under the policy that collected it: of each head, or of the joint action.
/// </summary>
internal sealed class HeadLogProbs
{
    private readonly Tensor[] _ofHeads;

    /// <param name="ofHeads">One tensor for each head, or one for the joint action: <c>(rows of the rollout, …)</c>.</param>
    public HeadLogProbs(IEnumerable<Tensor> ofHeads) => _ofHeads = [.. ofHeads];

    /// <summary>Selects rows.</summary>
    /// <param name="rows">The indices of the rows in the rollout.</param>
    /// <param name="like">The current log-probabilities of each head in these rows. Their padding may be narrower than that of the
    /// rollout.</param>
    /// <returns>Tensors of the shapes of <paramref name="like"/>.</returns>
    public Tensor[] Select(Tensor rows, Tensor[] like) => [.. _ofHeads.Zip(like, (ofHead, current) =>
    {
        Tensor selected = ofHead.index_select(0, rows);
        for (int axis = 1; axis < current.dim(); axis++)
        {
            selected = selected.narrow(axis, 0, current.size(axis));
        }

        return selected;
    })];

    /// <summary>Counts the actions that had a choice: those with an old log-probability other than 0.</summary>
    /// <param name="rows">The indices of the rows in the rollout.</param>
    public long CountChoices(Tensor rows) => _ofHeads.Sum(ofHead => ofHead.index_select(0, rows).count_nonzero().ToInt64());

    /// <summary>The log-probabilities of each head under a distribution, in the order of its heads.</summary>
    public static Tensor[] Of<TDistribution, TActions>(TDistribution distribution, TActions actions)
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
        where TActions : ITensorRecord<TActions> => [.. distribution.HeadLogProbs(actions).Select(head => head.LogProb)];

    /// <summary>Flattens the log-probabilities of heads and concatenates them to <c>(rows, elements)</c>.</summary>
    public static Tensor Concatenate(Tensor[] ofHeads) => cat([.. ofHeads.Select(ofHead => ofHead.reshape(ofHead.size(0), -1))], 1);
}
