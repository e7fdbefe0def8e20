using System.Diagnostics.CodeAnalysis;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Turns the encodings of all inputs, side by side <c>(batch, inputs)</c>, into the latent <c>(batch, Width)</c> that every head reads.
/// Derive from it for a core of your own, and give it the constructor <c>(int inputs, int width)</c>, which generated code calls.
/// </summary>
/// <param name="name">The module's name.</param>
/// <param name="width">Numbers in the latent.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not positive.</exception>
[DynamicallyAccessedMembers(PartFields.Kept)]
public abstract class PolicyCore(string name, int width) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Numbers in the latent.</summary>
    public int Width { get; } = Sizes.Positive(width);

    /// <summary>Numbers in the encodings of all inputs together; null where only the core knows.</summary>
    internal virtual int? Inputs => null;

    /// <summary>Registers the modules and parameters that fields hold, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Keep(GetType());
        base.RegisterComponents();
    }
}
