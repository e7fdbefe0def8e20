using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>How far a policy agrees with recorded actions.</summary>
/// <param name="LogProb">The sum of the log-probabilities of the recorded actions.</param>
/// <param name="Rows">The number of rows in which all actions are the most probable ones.</param>
/// <param name="Heads">For each head, the number of recorded actions that are the most probable ones, and of all recorded actions. Heads
/// and actors without an action are not counted.</param>
internal sealed record Agreement(double LogProb, long Rows, IReadOnlyList<(long Same, long All)> Heads)
{
    private static readonly Scalar NoAction = -1;

    /// <summary>Compares the policy with the actions of rows.</summary>
    public static Agreement Of<TObservation, TActions, TDistribution>(PolicyRows<TObservation, TActions, TDistribution> rows)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        using TDistribution distribution = rows.Distribution();
        TActions mode = distribution.Mode();
        List<(long Same, long All)> heads = [];
        Tensor? allSame = null;
        foreach ((Tensor? recorded, Tensor? probable) in rows.Actions.ToTensors().Zip(mode.ToTensors()))
        {
            // A head that depends on another one, and an absent actor, have no action in the mode.
            Tensor acts = recorded!.ne(NoAction).logical_and(probable!.ne(NoAction));
            Tensor same = recorded.eq(probable);
            heads.Add((same.logical_and(acts).count_nonzero().ToInt64(), acts.count_nonzero().ToInt64()));
            Tensor rowSame = same.logical_or(acts.logical_not()).reshape(same.size(0), -1).all(dim: 1);
            allSame = allSame?.logical_and(rowSame) ?? rowSame;
        }

        return new Agreement(
            distribution.LogProb(rows.Actions).sum().ToDouble(), allSame?.count_nonzero().ToInt64() ?? 0, heads);
    }
}
