using System.ComponentModel;

namespace Masking.CompilerServices;

/// <summary>The action masks of a head in host memory, indexed by the choice.</summary>
/// <typeparam name="T">The type of a choice.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HostMask<T> where T : unmanaged
{
    internal HostMask(HostArray<bool> flags, ChoiceValues<T> choices) => (Flags, Choices) = (flags, choices);

    /// <inheritdoc cref="HostArray.Name"/>
    public string Name => Flags.Name;

    /// <summary>The choices of the head.</summary>
    public ChoiceValues<T> Choices { get; }

    /// <summary>The flags of all choices, in their order; true = legal.</summary>
    public HostArray<bool> Flags { get; }

    /// <summary>Returns the mask at an index of the leading axes.</summary>
    /// <inheritdoc cref="HostArray{T}.At"/>
    public MaskSpan<T> At(params ReadOnlySpan<int> place) => new(Name, Flags.At(place), Choices);
}
