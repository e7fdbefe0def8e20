using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>
/// How far a policy agrees with recorded actions. A number agrees if it differs from the most probable one by at most a hundredth of the
/// declared interval.
/// </summary>
/// <param name="LogProb">The sum of the log-probabilities of the recorded actions.</param>
/// <param name="Rows">The number of rows in which all actions are the most probable ones.</param>
/// <param name="Heads">For each head, the number of recorded actions that are the most probable ones, and of all recorded actions. Heads
/// and actors without an action are not counted.</param>
internal sealed record Agreement(double LogProb, long Rows, IReadOnlyList<(long Same, long All)> Heads)
{
    private static readonly Scalar NoAction = -1;

    /// <summary>Compares the policy with the actions of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="tolerances">For each tensor with numbers, how far numbers may differ that count as the same.</param>
    public static Agreement Of<TObservation, TActions, TDistribution>(
        PolicyRows<TObservation, TActions, TDistribution> rows, IReadOnlyDictionary<string, float[]> tolerances)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        using TDistribution distribution = rows.Distribution();
        TActions mode = distribution.Mode();
        List<(long Same, long All)> heads = [];
        Tensor? allSame = null;
        IReadOnlyList<string> names = TActions.MemberNames;
        foreach ((Tensor? recorded, Tensor? probable) in rows.Actions.ToTensors().Zip(mode.ToTensors()))
        {
            float[]? tolerance = heads.Count < names.Count ? tolerances.GetValueOrDefault(names[heads.Count]) : null;

            // A head that depends on another one, and an absent actor, have no action in the mode.
            Tensor acts = tolerance is null
                ? recorded!.ne(NoAction).logical_and(probable!.ne(NoAction))
                : recorded!.isnan().logical_or(probable!.isnan()).logical_not();
            Tensor same = tolerance is null ? recorded.eq(probable) : recorded.sub(probable).abs().le(tensor(tolerance));
            heads.Add((same.logical_and(acts).count_nonzero().ToInt64(), acts.count_nonzero().ToInt64()));
            Tensor rowSame = same.logical_or(acts.logical_not()).reshape(same.size(0), -1).all(dim: 1);
            allSame = allSame?.logical_and(rowSame) ?? rowSame;
        }

        return new Agreement(
            distribution.LogProb(rows.Actions).sum().ToDouble(), allSame?.count_nonzero().ToInt64() ?? 0, heads);
    }
}
