using System.Diagnostics.CodeAnalysis;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Encodes a dense observation <c>(batch, size)</c> as <c>(batch, Width)</c>.
/// Derive from it for an encoder of your own, and give it the constructor <c>(int inputs)</c>, which generated code calls.
/// </summary>
/// <param name="name">The module's name.</param>
/// <param name="width">Numbers in the encoding.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not positive.</exception>
[DynamicallyAccessedMembers(PartFields.Kept)]
public abstract class VectorEncoder(string name, int width) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Numbers in the encoding.</summary>
    public int Width { get; } = Sizes.Positive(width);

    /// <summary>Numbers in the observation; null where only the encoder knows.</summary>
    internal virtual int? Inputs => null;

    /// <summary>Registers the modules and parameters that fields hold, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Keep(GetType());
        base.RegisterComponents();
    }
}
