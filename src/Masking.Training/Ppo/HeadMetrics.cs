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
    private readonly string[] _heads;

    public HeadMetrics(
        MaskedPolicy<TObservation, TActions, TDistribution> policy, Rollout<TObservation, TActions> rollout, RatioClip clip)
    {
        (_policy, _rollout, _clip) = (policy, rollout, clip);
        _heads = [.. TActions.MemberNames.Except(ActionTensors.OfNumbersBesideChoices(policy))];
        Names = [.. new[] { "entropy", "clip", "legal" }.SelectMany(metric => _heads.Select(head => $"{metric}/{head}"))];
    }

    /// <summary>The names of the metrics, such as <c>entropy/Order</c>.</summary>
    public string[] Names { get; }

    /// <summary>The log-probabilities of each head's actions under the current policy, by the name of the head.</summary>
    /// <param name="sample">The rows to measure.</param>
    public IReadOnlyDictionary<string, Tensor> LogProbs(Minibatch<TObservation, TActions> sample)
    {
        using IDisposable frozen = no_grad();
        PolicyRows<TObservation, TActions, TDistribution> rows = new(_policy, sample);
        using TDistribution distribution = rows.Distribution();
        return ByHead("HeadLogProbs", distribution.HeadLogProbs(rows.Actions));
    }

    /// <summary>Measures the heads after an update.</summary>
    /// <param name="sample">The rows to measure.</param>
    /// <param name="before">The log-probabilities of the sample under the policy that collected it.</param>
    /// <returns>The metrics, in the order of <see cref="Names"/>.</returns>
    public double[] Measure(Minibatch<TObservation, TActions> sample, IReadOnlyDictionary<string, Tensor> before)
    {
        using IDisposable frozen = no_grad();
        PolicyRows<TObservation, TActions, TDistribution> rows = new(_policy, sample);
        using TDistribution distribution = rows.Distribution();
        Dictionary<string, Tensor> after = ByHead("HeadLogProbs", distribution.HeadLogProbs(rows.Actions));
        Dictionary<string, Tensor> entropies = ByHead("HeadEntropies", distribution.HeadEntropies(rows.Actions));
        return
        [
            .. _heads.Select(head => entropies[head].mean().ToDouble()),
            .. _heads.Select(head => PpoLoss.ClipFractionOfParts(after[head], before[head], _clip)),
            .. _rollout.LegalFractions,
        ];
    }

    /// <exception cref="InvalidOperationException">A distribution that was written by hand leaves out a head.</exception>
    private Dictionary<string, Tensor> ByHead(string method, IEnumerable<(string Head, Tensor Tensor)> ofHeads)
    {
        Dictionary<string, Tensor> byHead = ofHeads.ToDictionary(head => head.Head, head => head.Tensor);
        return _heads.All(byHead.ContainsKey)
            ? byHead
            : throw new InvalidOperationException(
                $"{typeof(TDistribution).Name}.{method}: expected {string.Join(", ", _heads)}, got "
                    + $"{(byHead.Count == 0 ? "no head" : string.Join(", ", byHead.Keys))}. Implement {method} for every head.");
    }
}
