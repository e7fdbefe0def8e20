using static TorchSharp.torch;

namespace Masking;

/// <summary>The base class of buffers of host memory that are shared by a tensor and managed code.</summary>
/// <example>
/// Errors contain the name of the buffer:
/// <code><![CDATA[
/// using var batch = new Masking.CompilerServices.HostBatch("TetrisPolicy.Batch", environments: 2);
/// HostBuffer board = batch.Numbers("Board", [20, 10]);
/// Console.WriteLine(board.Name);                              // TetrisPolicy.Batch.Board
/// ]]></code>
/// </example>
public abstract class HostBuffer
{
    private protected HostBuffer(string name) => Name = name;

    /// <summary>The name of the buffer in error messages, such as <c>SkirmishPolicy.Batch.Units</c>.</summary>
    public string Name { get; }

    /// <summary>The tensor over the memory, of any element type.</summary>
    internal abstract Tensor AnyTensor { get; }

    /// <summary>Disposes the tensor.</summary>
    internal abstract void Release();
}
