using Masking.CompilerServices;
using Masking.Errors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>What a recurrent policy did on a batch, and what it remembers of it. The tensors belong to the caller.</summary>
/// <typeparam name="TActions">The policy's actions.</typeparam>
/// <typeparam name="TMemory">What it remembers.</typeparam>
public sealed class Step<TActions, TMemory> : Step<TActions>
    where TActions : ITensorRecord<TActions>
    where TMemory : IPolicyMemory<TMemory>
{
    private readonly TMemory _memory;

    internal Step(TActions actions, Tensor logProb, Tensor? value, TMemory memory)
        : base(actions, logProb, value) => _memory = memory;

    /// <summary>The memory after the step: that of the next observation.</summary>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    public TMemory Memory
    {
        get
        {
            Alive.Require(IsDisposed, this);
            return _memory;
        }
    }

    private protected override (string? Name, object? Value)[] Members => [.. base.Members, ("Memory", RecordText.Of(_memory))];

    /// <summary>Takes the step apart.</summary>
    public void Deconstruct(out TActions actions, out Tensor logProb, out Tensor value, out TMemory memory)
    {
        Deconstruct(out actions, out logProb, out value);
        memory = Memory;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _memory.DisposeTensors();
    }
}
