using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>
/// The metrics of single heads: entropy, clip fraction and the share of legal choices. Entropy and clip fraction are measured on a sample
/// of the rollout after the update, which takes far less time than measuring them in every minibatch.
/// </summary>
internal sealed class HeadMetrics<TObservation, TActions, TDistribution>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private readonly MaskedPolicy<TObservation, TActions, TDistribution> _policy;
    private readonly Rollout<TObservation, TActions> _rollout;
    private readonly RatioClip _clip;
    private readonly IReadOnlyList<string> _heads = TActions.MemberNames;

    public HeadMetrics(
        MaskedPolicy<TObservation, TActions, TDistribution> policy, Rollout<TObservation, TActions> rollout, RatioClip clip)
    {
        (_policy, _rollout, _clip) = (policy, rollout, clip);
        Names = [.. new[] { "entropy", "clip", "legal" }.SelectMany(metric => _heads.Select(head => $"{metric}/{head}"))];
    }

    /// <summary>The names of the metrics, such as <c>entropy/Order</c>.</summary>
    public string[] Names { get; }

    /// <summary>Updates the policy, and measures the heads before and after.</summary>
    /// <param name="sample">The rows to measure.</param>
    /// <param name="update">Updates the policy.</param>
    /// <returns>The metrics, in the order of <see cref="Names"/>.</returns>
    public double[] Measure(Minibatch<TObservation, TActions> sample, Action update)
    {
        PolicyRows<TObservation, TActions, TDistribution> rows = new(_policy, sample);
        Dictionary<string, Tensor> before = Evaluate(rows).LogProbs;
        update();
        (Dictionary<string, Tensor> after, Dictionary<string, double> entropies) = Evaluate(rows);
        return
        [
            .. _heads.Select(head => entropies[head]),
            .. _heads.Select(head => PpoLoss.ClipFractionOfParts(after[head], before[head], _clip)),
            .. _rollout.LegalFractions,
        ];
    }

    private static (Dictionary<string, Tensor> LogProbs, Dictionary<string, double> Entropies) Evaluate(
        PolicyRows<TObservation, TActions, TDistribution> rows)
    {
        using IDisposable frozen = no_grad();
        using TDistribution distribution = rows.Distribution();
        var logProbs = distribution.HeadLogProbs(rows.Actions).ToDictionary(head => head.Head, head => head.LogProb);
        var entropies = distribution.HeadEntropies(rows.Actions).ToDictionary(head => head.Head, head => head.Entropy.mean().ToDouble());
        return logProbs.Count == entropies.Count && TActions.MemberNames.All(logProbs.ContainsKey)
            ? (logProbs, entropies)
            : throw new InvalidOperationException(
                $"{typeof(TDistribution).Name}: expected log-probabilities and entropies of {string.Join(", ", TActions.MemberNames)}, got "
                    + $"those of {(logProbs.Count == 0 ? "no head" : string.Join(", ", logProbs.Keys))}. Implement HeadLogProbs and "
                    + "HeadEntropies.");
    }
}
