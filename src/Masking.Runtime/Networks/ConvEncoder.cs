using Masking.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Encodes a map with 3×3 convolutions and ReLU. A dense layer with a ReLU encodes the map as a whole: from all cells if the size of the
/// map is declared, and from the mean over the cells otherwise.
/// </summary>
/// <example>
/// <code>
/// ConvEncoder encoder = new(channels: 27, height: 16, width: 16, filters: 32);
/// Tensor map = randn(8, 27, 16, 16);            // (batch, channels, height, width)
/// GridEncoding encoding = encoder.call(map);    // Cells (8, 16, 16, 32), Pooled (8, 64)
/// </code>
/// </example>
public class ConvEncoder : GridEncoder
{
    private const int Kernel = 3;

    private readonly ModuleList<Conv2d> convolutions;
    private readonly Linear pool;
    private readonly (int Height, int Width)? _size;

    /// <summary>Creates an encoder for maps.</summary>
    /// <param name="channels">The number of planes.</param>
    /// <param name="height">The number of rows. If null, it may differ from batch to batch.</param>
    /// <param name="width">The number of columns. If null, it may differ from batch to batch.</param>
    /// <param name="filters">The width of the encoding of a cell.</param>
    /// <param name="layers">The number of convolutions, from 1 to 1000.</param>
    /// <param name="pooledWidth">The width of the encoding of the map.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, <paramref name="layers"/> is above 1000, or a layer would
    /// have more than <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public ConvEncoder(int channels, int? height, int? width, int filters = 16, int layers = 2, int pooledWidth = 64)
        : base(nameof(ConvEncoder), Sizes.Positive(filters), Sizes.Positive(pooledWidth))
    {
        Sizes.Layers(layers, least: 1);
        Sizes.RequireProduct([(channels, nameof(channels)), (filters, nameof(filters))], Kernel * Kernel);
        Sizes.RequireProduct([(filters, nameof(filters)), (filters, nameof(filters))], Kernel * Kernel);
        Sizes.RequireProduct([(filters, nameof(filters)), (height ?? 1, nameof(height)), (width ?? 1, nameof(width)),
            (pooledWidth, nameof(pooledWidth))]);
        convolutions = new ModuleList<Conv2d>([.. Enumerable.Range(0, layers)
            .Select(i => Layers.Convolution(i == 0 ? channels : filters, filters, Kernel, Layers.Hidden))]);
        _size = height is { } rows && width is { } columns ? (rows, columns) : null;
        pool = Layers.Dense(filters * (height * width ?? 1), pooledWidth, Layers.Hidden);
        register_module(nameof(convolutions), convolutions);
        register_module(nameof(pool), pool);
    }

    /// <summary>Encodes the map.</summary>
    /// <param name="input"><c>(batch, channels, height, width)</c>.</param>
    /// <returns>The encodings of the cells <c>(batch, height, width, Width)</c> and of the map <c>(batch, PooledWidth)</c>.</returns>
    public override GridEncoding forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor cells = input;
        foreach (Conv2d convolution in convolutions)
        {
            cells = SafeConvolution.Convolve(convolution, cells).relu();
        }

        Tensor summary = _size is not null ? cells.flatten(1) : cells.mean([2L, 3L]);
        return new GridEncoding(
            scope.MoveToOuter(cells.permute(0, 2, 3, 1)),
            scope.MoveToOuter(pool.call(summary).relu()));
    }

    /// <inheritdoc/>
    internal override int? Channels => (int)convolutions[0].weight.size(1);

    /// <inheritdoc/>
    internal override (int Height, int Width)? Size => _size;
}
