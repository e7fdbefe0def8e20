using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>Steps of environments, row by row.</summary>
/// <param name="Observation">What the network saw.</param>
/// <param name="Actions">What it did.</param>
/// <param name="Rewards">What that earned: <c>(batch)</c>.</param>
/// <param name="GoesOn">1 where the next state can still earn something, 0 where the episode was over: <c>(batch)</c>.</param>
/// <param name="Next">What it saw then; any state where the episode was over.</param>
public sealed record Transitions<TObservation, TActions>(
    TObservation Observation,
    TActions Actions,
    Tensor Rewards,
    Tensor GoesOn,
    TObservation Next
);
