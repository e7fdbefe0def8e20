using System.Diagnostics.CodeAnalysis;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Base class of the cores without a memory: maps the concatenated encodings of all inputs <c>(batch, inputs)</c> to the latent
/// <c>(batch, Width)</c>, the input of every head. A derived class has a constructor <c>(int inputs, int width)</c>, which the generated
/// code calls.
/// </summary>
/// <param name="name">The name of the module.</param>
/// <param name="width">The width of the latent.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not positive.</exception>
/// <example>
/// <code>
/// using TorchSharp.Modules;
///
/// public sealed class DeepCore : PolicyCore
/// {
///     private readonly Sequential layers;
///
///     public DeepCore(int inputs, int width) : base(nameof(DeepCore), width)
///     {
///         layers = nn.Sequential(nn.Linear(inputs, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU());
///         RegisterComponents();
///     }
///
///     public override Tensor forward(Tensor input) => layers.call(input);   // (batch, Width)
/// }
/// </code>
/// </example>
[DynamicallyAccessedMembers(PartFields.Preserved)]
public abstract class PolicyCore(string name, int width) : nn.Module<Tensor, Tensor>(TorchLibrary.LoadFor(name))
{
    /// <summary>The width of the latent.</summary>
    public int Width { get; } = Sizes.Positive(width);

    /// <summary>The width of the concatenated encodings of all inputs; null if only the derived class knows it.</summary>
    internal virtual int? Inputs => null;

    /// <summary>Registers the modules and parameters that are stored in fields, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Preserve(GetType());
        base.RegisterComponents();
    }
}
