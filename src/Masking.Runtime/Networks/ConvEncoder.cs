using Masking.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// 3×3 convolutions with rectifiers, then one dense layer over the whole map where its size is declared, or over the mean of its
/// cells where the batch decides.
/// </summary>
public class ConvEncoder : GridEncoder
{
    private const int Kernel = 3;

    private readonly ModuleList<Conv2d> convolutions;
    private readonly Linear pool;
    private readonly (int Height, int Width)? _size;

    /// <summary>An encoder for a map.</summary>
    /// <param name="channels">Planes of the map.</param>
    /// <param name="height">Rows of cells, or null where the batch decides.</param>
    /// <param name="width">Columns of cells, or null where the batch decides.</param>
    /// <param name="filters">Numbers in the encoding of one cell.</param>
    /// <param name="layers">Convolutions, one after the other.</param>
    /// <param name="pooledWidth">Numbers in the encoding of the map.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
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
    /// <returns>Cells <c>(batch, height, width, Width)</c> and the map <c>(batch, PooledWidth)</c>.</returns>
    public override GridEncoding forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor cells = input;
        foreach (Conv2d convolution in convolutions)
        {
            cells = WholeBlocks.Convolve(convolution, cells).relu();
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
