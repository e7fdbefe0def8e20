using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>
/// A part of the joint action, usually one head. PPO measures its clip fraction and can clip its probability ratio separately. Example:
/// <c>new("Source", (distribution, actions) => distribution.SourceLogProb(actions))</c>.
/// </summary>
/// <typeparam name="TDistribution">The policy's distribution.</typeparam>
/// <typeparam name="TActions">The policy's actions.</typeparam>
/// <param name="Name">The name of the part in metrics.</param>
/// <param name="LogProb">Computes the log-probability of the part: <c>(batch)</c>, or <c>(batch, …)</c> with an element for each agent.
/// An element is 0 where there was no choice.</param>
public sealed record ActionPart<TDistribution, TActions>(string Name, Func<TDistribution, TActions, Tensor> LogProb);
