using static TorchSharp.torch;

namespace Masking.Policies;

/// <summary>The memory of a policy without a recurrent core.</summary>
/// <param name="policy">The name of the policy, for error messages.</param>
/// <param name="environments">The number of environments.</param>
internal sealed class EmptyMemory<TObservation, TActions>(string policy, int environments)
    : CarriedMemory<TObservation, TActions>(policy, environments)
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private protected override IReadOnlyList<Tensor> OwnTensors => [];

    private protected override TObservation AddMemory(TObservation observation) => observation;

    private protected override void RememberStep(Step<TActions> step)
    {
    }

    private protected override void ResetRows(ReadOnlySpan<bool> starts)
    {
    }
}
