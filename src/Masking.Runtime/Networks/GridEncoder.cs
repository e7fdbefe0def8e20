using System.Diagnostics.CodeAnalysis;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Encodes a map <c>(batch, channels, height, width)</c>: each cell, and the map as a whole.
/// Derive from it for an encoder of your own, and give it the constructor <c>(int channels, int? height, int? width)</c>,
/// which generated code calls; a size is null where the declaration leaves it to the batch.
/// </summary>
/// <param name="name">The module's name.</param>
/// <param name="width">Numbers in the encoding of one cell.</param>
/// <param name="pooledWidth">Numbers in the encoding of the map.</param>
/// <exception cref="ArgumentOutOfRangeException">A width is not positive.</exception>
[DynamicallyAccessedMembers(PartFields.Kept)]
public abstract class GridEncoder(string name, int width, int pooledWidth) : nn.Module<Tensor, GridEncoding>(name)
{
    /// <summary>Numbers in the encoding of one cell.</summary>
    public int Width { get; } = Sizes.Positive(width);

    /// <summary>Numbers in the encoding of the map.</summary>
    public int PooledWidth { get; } = Sizes.Positive(pooledWidth);

    /// <summary>Planes of the map; null where only the encoder knows.</summary>
    internal virtual int? Channels => null;

    /// <summary>The only size of maps that it takes; null where it takes any, or only the encoder knows.</summary>
    internal virtual (int Height, int Width)? Size => null;

    /// <summary>Registers the modules and parameters that fields hold, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Keep(GetType());
        base.RegisterComponents();
    }
}
