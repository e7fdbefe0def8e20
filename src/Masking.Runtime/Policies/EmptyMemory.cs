using static TorchSharp.torch;

namespace Masking.Policies;

/// <summary>The memory of a policy without a recurrent core.</summary>
internal sealed class EmptyMemory<TObservation, TActions> : CarriedMemory<TObservation, TActions>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    public override IReadOnlyList<Tensor> Tensors => [];

    public override TObservation AddTo(TObservation observation) => observation;

    public override void Remember(Step<TActions> step)
    {
    }

    public override void Reset(ReadOnlySpan<bool> starts)
    {
    }

    public override void Dispose()
    {
    }
}
