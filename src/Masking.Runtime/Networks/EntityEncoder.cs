using System.Diagnostics.CodeAnalysis;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Encodes a set of entities under its presence mask: each entity, and the set as a whole.
/// Derive from it for an encoder of your own, and give it the constructor <c>(int features)</c>, which generated code calls.
/// </summary>
/// <param name="name">The module's name.</param>
/// <param name="width">Numbers in the encoding of one entity.</param>
/// <param name="pooledWidth">Numbers in the encoding of the set.</param>
/// <exception cref="ArgumentOutOfRangeException">A width is not positive.</exception>
/// <remarks>
/// <c>forward(entities, present, sight)</c> takes <c>(batch, entities, features)</c>, <c>(batch, entities)</c> bool and, where the
/// declaration says <see cref="EntityMaskAttribute.Pairwise"/>, <c>(batch, entities, entities)</c> bool, else null.
/// Absent entities must have no influence on any output, whatever their features are.
/// </remarks>
[DynamicallyAccessedMembers(PartFields.Kept)]
public abstract class EntityEncoder(string name, int width, int pooledWidth) : nn.Module<Tensor, Tensor, Tensor?, EntityEncoding>(name)
{
    /// <summary>Numbers in the encoding of one entity.</summary>
    public int Width { get; } = Sizes.Positive(width);

    /// <summary>Numbers in the encoding of the set.</summary>
    public int PooledWidth { get; } = Sizes.Positive(pooledWidth);

    /// <summary>Numbers per entity; null where only the encoder knows.</summary>
    internal virtual int? Features => null;

    /// <summary>Registers the modules and parameters that fields hold, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Keep(GetType());
        base.RegisterComponents();
    }
}
