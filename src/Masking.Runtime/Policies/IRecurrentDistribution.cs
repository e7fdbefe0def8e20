namespace Masking;

/// <summary>The distribution of a recurrent policy, which also contains the memory after the step.</summary>
/// <typeparam name="TMemory">The memory of the policy.</typeparam>
public interface IRecurrentDistribution<TMemory> where TMemory : IPolicyMemory<TMemory>
{
    /// <summary>The memory after the step, with gradients. Pass it with the next observation.</summary>
    TMemory Memory { get; }
}
