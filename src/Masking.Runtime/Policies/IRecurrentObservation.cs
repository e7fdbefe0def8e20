namespace Masking;

/// <summary>The observation of a recurrent policy. Its last tensors are those of the memory.</summary>
/// <typeparam name="TSelf">The type that implements the interface.</typeparam>
/// <typeparam name="TMemory">The memory of the policy.</typeparam>
public interface IRecurrentObservation<TSelf, TMemory> : ITensorRecord<TSelf>
    where TSelf : IRecurrentObservation<TSelf, TMemory>
    where TMemory : IPolicyMemory<TMemory>
{
    /// <summary>The memory before the step: the initial memory, or the memory after the previous step.</summary>
    TMemory Memory { get; }
}
