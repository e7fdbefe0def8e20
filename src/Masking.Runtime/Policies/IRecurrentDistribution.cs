namespace Masking;

/// <summary>What a recurrent policy would do, and what it remembers next: the generated <c>Distribution</c>.</summary>
/// <typeparam name="TMemory">What the policy remembers.</typeparam>
public interface IRecurrentDistribution<TMemory> where TMemory : IPolicyMemory<TMemory>
{
    /// <summary>The memory after the step.</summary>
    TMemory Memory { get; }
}
