using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>What all environments went through between two updates: step by step, and within a step environment by environment.</summary>
/// <param name="Observations">What the policy saw.</param>
/// <param name="Actions">What it did.</param>
/// <param name="LogProbs"><c>(steps * environments)</c>: how probable that was.</param>
/// <param name="Advantages"><c>(steps * environments)</c>: how much better than expected it turned out.</param>
/// <param name="Returns"><c>(steps * environments)</c>: what the values should have been.</param>
internal sealed record Rollout<TObservation, TActions>(TObservation Observations, TActions Actions, Tensor LogProbs, Tensor Advantages, Tensor Returns)
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    /// <summary>The number of actions.</summary>
    public int Count => (int)LogProbs.size(0);

    /// <summary>Some of it.</summary>
    /// <param name="rows"><c>(n)</c> int64.</param>
    public Rollout<TObservation, TActions> Select(Tensor rows) => new(
        Observations.Select(rows), Actions.Select(rows), LogProbs.index_select(0, rows), Advantages.index_select(0, rows), Returns.index_select(0, rows));
}
