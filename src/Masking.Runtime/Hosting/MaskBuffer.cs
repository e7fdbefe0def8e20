using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking;

/// <summary>The action masks of a head in host memory, which is shared by a tensor and managed code.</summary>
/// <remarks>A generated <c>Batch</c> creates the buffers of a policy, and returns their masks.</remarks>
/// <example>
/// <code><![CDATA[
/// using var batch = new Masking.CompilerServices.HostBatch("SnakePolicy.Batch", environments: 4);
/// var turns = new Masking.CompilerServices.ChoiceValues<Turn>([Turn.Left, Turn.Right], ["Left", "Right"]);
/// MaskBuffer<Turn> masks = batch.Mask("TurnMask", [3], turns);
/// masks.At(2)[Turn.Left] = false;                             // environment 2
/// Console.WriteLine(masks.Tensor[2, 0].item<bool>());         // False; Tensor (4, 3)
///
/// public enum Turn { Left, Straight, Right }
/// ]]></code>
/// </example>
/// <typeparam name="T">The type of a choice.</typeparam>
public sealed class MaskBuffer<T> where T : unmanaged
{
    private readonly HostMask<T> _mask;
    private readonly HostBuffer<bool> _flags;

    internal MaskBuffer(HostMask<T> mask, HostBuffer<bool> flags) => (_mask, _flags) = (mask, flags);

    /// <inheritdoc cref="HostBuffer.Name"/>
    public string Name => _mask.Name;

    /// <summary>The choices of the head.</summary>
    public ChoiceValues<T> Choices => _mask.Choices;

    /// <inheritdoc cref="HostBuffer{T}.Tensor"/>
    public Tensor Tensor => _flags.Tensor;

    /// <summary>Returns the mask at an index of the leading axes.</summary>
    /// <inheritdoc cref="HostBuffer{T}.At"/>
    public MaskSpan<T> At(params ReadOnlySpan<int> place) => _mask.At(place);
}
