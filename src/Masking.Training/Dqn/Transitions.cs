using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>A batch of transitions, one per row.</summary>
/// <param name="Observation">The observation before the step.</param>
/// <param name="Actions">The actions.</param>
/// <param name="Rewards">The rewards <c>(batch)</c>.</param>
/// <param name="NonTerminal">1 where the next state is not terminal, 0 where it is: <c>(batch)</c>.</param>
/// <param name="NextObservation">The observation after the step; arbitrary where the next state is terminal.</param>
public sealed record Transitions<TObservation, TActions>(
    TObservation Observation,
    TActions Actions,
    Tensor Rewards,
    Tensor NonTerminal,
    TObservation NextObservation
);
