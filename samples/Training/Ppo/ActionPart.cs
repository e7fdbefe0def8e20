using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>
/// A part of the joint action that is looked at by itself: <c>new("Source", (distribution, actions) =>
/// distribution.SourceLogProb(actions))</c>.
/// </summary>
/// <typeparam name="TDistribution">The policy's distribution.</typeparam>
/// <typeparam name="TActions">The policy's actions.</typeparam>
/// <param name="Name">What metrics call it.</param>
/// <param name="LogProb">Its log-probability: <c>(batch)</c>, or with an element for each agent <c>(batch, …)</c>. Where it is 0, there was
/// nothing to choose.</param>
public sealed record ActionPart<TDistribution, TActions>(string Name, Func<TDistribution, TActions, Tensor> LogProb);
