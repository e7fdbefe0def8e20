using static TorchSharp.torch;

namespace Masking;

/// <summary>Host memory that a tensor and managed code share.</summary>
public abstract class HostBuffer
{
    private protected HostBuffer(string name) => Name = name;

    /// <summary>What the memory holds, as errors say it: <c>SkirmishPolicy.Batch.Units</c>.</summary>
    public string Name { get; }

    /// <summary>The tensor over the memory, whatever its element type.</summary>
    internal abstract Tensor AnyTensor { get; }

    /// <summary>Gives the part of one environment the value that it had at first.</summary>
    internal abstract void Clear(int environment);

    /// <summary>Releases the tensor; the memory goes when no span is left.</summary>
    internal abstract void Release();
}
