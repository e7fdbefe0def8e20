namespace Masking;

/// <summary>What a recurrent policy sees: the generated <c>Observation</c>, whose last tensors are those of its memory.</summary>
/// <typeparam name="TSelf">The observation.</typeparam>
/// <typeparam name="TMemory">What the policy remembers.</typeparam>
public interface IRecurrentObservation<TSelf, TMemory> : ITensorRecord<TSelf>
    where TSelf : IRecurrentObservation<TSelf, TMemory>
    where TMemory : IPolicyMemory<TMemory>
{
    /// <summary>What the policy remembers of earlier steps.</summary>
    TMemory Memory { get; }
}
