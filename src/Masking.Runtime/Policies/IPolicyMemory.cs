using static TorchSharp.torch;

namespace Masking;

/// <summary>What a recurrent policy remembers from step to step: the generated <c>Memory</c>.</summary>
/// <typeparam name="TSelf">The memory.</typeparam>
public interface IPolicyMemory<TSelf> : ITensorRecord<TSelf> where TSelf : IPolicyMemory<TSelf>
{
    /// <summary>The memory at the start of an episode: zeros.</summary>
    /// <param name="batch">The number of environments.</param>
    /// <param name="dtype">The element type of the policy.</param>
    /// <param name="device">The device of the policy; null is the CPU.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is negative.</exception>
    static abstract TSelf Initial(long batch, ScalarType dtype = ScalarType.Float32, Device? device = null);
}
