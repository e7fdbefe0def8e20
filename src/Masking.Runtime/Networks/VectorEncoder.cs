using System.Diagnostics.CodeAnalysis;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Base class of the encoders of vectors: maps <c>(batch, size)</c> to <c>(batch, Width)</c>. A derived class has a constructor
/// <c>(int inputs)</c>, which the generated code calls.
/// </summary>
/// <param name="name">The name of the module.</param>
/// <param name="width">The width of the encoding.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not positive.</exception>
/// <example>
/// <code>
/// using TorchSharp.Modules;
///
/// public sealed class TanhEncoder : VectorEncoder
/// {
///     private readonly Linear layer;
///
///     public TanhEncoder(int inputs) : base(nameof(TanhEncoder), width: 32)
///     {
///         layer = nn.Linear(inputs, 32);
///         RegisterComponents();
///     }
///
///     public override Tensor forward(Tensor input)
///     {
///         using Tensor hidden = layer.call(input);   // (batch, 32)
///         return hidden.tanh();
///     }
/// }
/// </code>
/// </example>
[DynamicallyAccessedMembers(PartFields.Preserved)]
public abstract class VectorEncoder(string name, int width) : nn.Module<Tensor, Tensor>(TorchLibrary.LoadFor(name))
{
    /// <summary>The width of the encoding.</summary>
    public int Width { get; } = Sizes.Positive(width);

    /// <summary>The size of the vector; null if only the derived class knows it.</summary>
    internal virtual int? Inputs => null;

    /// <summary>Registers the modules and parameters that are stored in fields, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Preserve(GetType());
        base.RegisterComponents();
    }
}
