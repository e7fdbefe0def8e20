using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The hidden state of a recurrent policy, which is passed from step to step. The generated <c>Memory</c> types implement the interface.
/// </summary>
/// <typeparam name="TSelf">The type that implements the interface.</typeparam>
public interface IPolicyMemory<TSelf> : ITensorRecord<TSelf> where TSelf : IPolicyMemory<TSelf>
{
    /// <summary>Creates the memory at the start of an episode: tensors <c>(batch, width)</c> of zeros.</summary>
    /// <param name="batch">The number of environments.</param>
    /// <param name="dtype">The floating-point type of the policy.</param>
    /// <param name="device">The device of the policy; null for the CPU.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is negative.</exception>
    static abstract TSelf Initial(long batch, ScalarType dtype = ScalarType.Float32, Device? device = null);
}
