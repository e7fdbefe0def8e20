using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>A recorded action that is masked in its observation.</summary>
/// <param name="Head">The name of the head.</param>
/// <param name="Row">The row in the rollout: step · environments + environment.</param>
internal sealed record IllegalAction(string Head, long Row)
{
    /// <summary>Returns the first illegal action of rows; null if there is none.</summary>
    public static IllegalAction? Find<TObservation, TActions, TDistribution>(PolicyRows<TObservation, TActions, TDistribution> rows)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        using TDistribution distribution = rows.Distribution();
        foreach ((string head, Tensor logProb) in distribution.HeadLogProbs(rows.Actions))
        {
            Tensor isIllegal = logProb.isneginf().reshape(logProb.size(0), -1).any(dim: 1);
            if (isIllegal.any().item<bool>())
            {
                return new IllegalAction(head, rows.Rows[isIllegal][0].item<long>());
            }
        }

        return null;
    }
}
