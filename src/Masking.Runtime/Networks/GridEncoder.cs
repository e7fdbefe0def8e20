using System.Diagnostics.CodeAnalysis;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Base class of the encoders of maps <c>(batch, channels, height, width)</c>: encodes each cell, and the map as a whole. A derived class
/// has a constructor <c>(int channels, int? height, int? width)</c>, which the generated code calls. Height and width are null if the
/// declaration does not state them.
/// </summary>
/// <param name="name">The name of the module.</param>
/// <param name="width">The width of the encoding of a cell.</param>
/// <param name="pooledWidth">The width of the encoding of the map.</param>
/// <exception cref="ArgumentOutOfRangeException">A width is not positive.</exception>
/// <example>
/// <code>
/// using TorchSharp.Modules;
///
/// public sealed class StridedEncoder : GridEncoder
/// {
///     private readonly Conv2d convolution;
///
///     public StridedEncoder(int channels, int? height, int? width) : base(nameof(StridedEncoder), width: 16, pooledWidth: 16)
///     {
///         convolution = nn.Conv2d(channels, 16, kernel_size: 3, stride: 2, padding: 1);
///         RegisterComponents();
///     }
///
///     public override GridEncoding forward(Tensor input)
///     {
///         using DisposeScope scope = NewDisposeScope();
///         Tensor cells = convolution.call(input).relu();                         // (batch, 16, height / 2, width / 2)
///         Tensor pooled = cells.mean([2L, 3L]);                                  // (batch, 16)
///         return new GridEncoding(scope.MoveToOuter(cells.permute(0, 2, 3, 1)), scope.MoveToOuter(pooled));
///     }
/// }
/// </code>
/// </example>
[DynamicallyAccessedMembers(PartFields.Preserved)]
public abstract class GridEncoder(string name, int width, int pooledWidth) : nn.Module<Tensor, GridEncoding>(TorchLibrary.LoadFor(name))
{
    /// <summary>The width of the encoding of a cell.</summary>
    public int Width { get; } = Sizes.Positive(width);

    /// <summary>The width of the encoding of the map.</summary>
    public int PooledWidth { get; } = Sizes.Positive(pooledWidth);

    /// <summary>The number of planes; null if only the derived class knows it.</summary>
    internal virtual int? Channels => null;

    /// <summary>The required size of maps; null if any size is accepted, or only the derived class knows it.</summary>
    internal virtual (int Height, int Width)? Size => null;

    /// <summary>Registers the modules and parameters that are stored in fields, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Preserve(GetType());
        base.RegisterComponents();
    }
}
