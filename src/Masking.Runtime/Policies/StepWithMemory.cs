using static TorchSharp.torch;

namespace Masking;

/// <summary>What a recurrent policy did on a batch, and what it remembers of it. The tensors belong to the caller.</summary>
/// <typeparam name="TActions">The policy's actions.</typeparam>
/// <typeparam name="TMemory">What it remembers.</typeparam>
public sealed class Step<TActions, TMemory> : Step<TActions>
    where TActions : ITensorRecord<TActions>
    where TMemory : IPolicyMemory<TMemory>
{
    internal Step(TActions actions, Tensor logProb, Tensor? value, TMemory memory)
        : base(actions, logProb, value) => Memory = memory;

    /// <summary>The memory after the step: that of the next observation.</summary>
    public TMemory Memory { get; }

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
        Memory.DisposeTensors();
    }
}
