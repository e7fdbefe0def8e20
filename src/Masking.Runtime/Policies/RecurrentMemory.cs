using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies;

/// <summary>The memory of a recurrent policy. It owns its tensors, which belong to no dispose scope.</summary>
/// <param name="policy">The name of the policy, for error messages.</param>
/// <param name="environments">The number of environments.</param>
/// <param name="initial">The memory at the start of an episode.</param>
internal sealed class RecurrentMemory<TObservation, TActions, TMemory>(string policy, int environments, TMemory initial)
    : CarriedMemory<TObservation, TActions>(policy, environments)
    where TObservation : IRecurrentObservation<TObservation, TMemory>
    where TActions : ITensorRecord<TActions>
    where TMemory : IPolicyMemory<TMemory>
{
    private TMemory _memory = initial.DetachFromDisposeScope();

    private protected override IReadOnlyList<Tensor> OwnTensors => [.. _memory.ToTensors().OfType<Tensor>()];

    private protected override TObservation AddMemory(TObservation observation) => observation.WithMemory(_memory);

    private protected override void RememberStep(Step<TActions> step)
    {
        if (step is not Step<TActions, TMemory> recurrent)
        {
            throw new ArgumentException($"{Policy}: expected a step of this policy, got one without its memory.", nameof(step));
        }

        using DisposeScope scope = NewDisposeScope();
        Replace(TMemory.FromTensors([.. recurrent.Memory.ToTensors().Select(tensor => tensor?.detach().alias())]));
    }

    private protected override void ResetRows(ReadOnlySpan<bool> starts)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Tensor isStart = tensor(starts.ToArray(), device: _memory.ToTensors()[0]!.device);
        Replace(_memory.Reset(isStart));
    }

    private void Replace(TMemory next)
    {
        TMemory previous = _memory;
        _memory = next.DetachFromDisposeScope();
        previous.DisposeTensors();
    }
}
