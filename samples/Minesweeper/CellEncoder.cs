using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Samples.Minesweeper;

/// <summary>
/// Makes one number of each cell and what is around it, by the same convolutions for every cell: its encoding of the map is those numbers,
/// row by row.
/// </summary>
public sealed class CellEncoder : GridEncoder
{
    private const int Filters = 32;
    private const int Kernel = 3;

    private readonly Sequential convolutions;
    private readonly Conv2d number;

    /// <summary>An encoder for a board.</summary>
    /// <param name="channels">Planes of the board.</param>
    /// <param name="height">Rows of cells.</param>
    /// <param name="width">Columns of cells.</param>
    /// <exception cref="ArgumentException">The declaration leaves the size to the batch.</exception>
    public CellEncoder(int channels, int? height, int? width)
        : base(
            nameof(CellEncoder),
            Filters,
            (height * width)
                ?? throw new ArgumentException(
                    "Expected a board of a declared size, got one without: give [Observation] a height and a width.",
                    nameof(height)
                )
        )
    {
        convolutions = nn.Sequential(
            nn.Conv2d(channels, Filters, Kernel, padding: Kernel / 2),
            nn.ReLU(),
            nn.Conv2d(Filters, Filters, Kernel, padding: Kernel / 2),
            nn.ReLU(),
            nn.Conv2d(Filters, Filters, Kernel, padding: Kernel / 2),
            nn.ReLU());
        number = nn.Conv2d(Filters, 1, kernel_size: 1);
        RegisterComponents();
    }

    /// <summary>Encodes the board.</summary>
    /// <param name="input"><c>(batch, channels, height, width)</c>.</param>
    /// <returns>Cells <c>(batch, height, width, Width)</c> and one number for each <c>(batch, height · width)</c>.</returns>
    public override GridEncoding forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor cells = convolutions.call(input);
        return new GridEncoding(scope.MoveToOuter(cells.permute(0, 2, 3, 1)), scope.MoveToOuter(number.call(cells).flatten(1)));
    }
}
