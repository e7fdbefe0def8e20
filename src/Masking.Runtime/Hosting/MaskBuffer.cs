using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking;

/// <summary>The action masks of a head in host memory.</summary>
/// <typeparam name="T">The type of a choice.</typeparam>
public sealed class MaskBuffer<T> where T : unmanaged
{
    private readonly HostBuffer<bool> _flags;

    internal MaskBuffer(HostBuffer<bool> flags, ChoiceValues<T> choices) => (_flags, Choices) = (flags, choices);

    /// <inheritdoc cref="HostBuffer.Name"/>
    public string Name => _flags.Name;

    /// <summary>What the head chooses among.</summary>
    public ChoiceValues<T> Choices { get; }

    /// <inheritdoc cref="HostBuffer{T}.Tensor"/>
    public Tensor Tensor => _flags.Tensor;

    /// <summary>The mask at a place.</summary>
    /// <inheritdoc cref="HostBuffer{T}.At"/>
    public MaskSpan<T> At(params ReadOnlySpan<int> place) => new(Name, _flags.At(place), Choices);
}
