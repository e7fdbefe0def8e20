using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Samples.Minesweeper;

/// <summary>
/// Computes one number for each cell from the cell and its surroundings, with the same convolutions for every cell. The encoding of the
/// board consists of these numbers, row by row.
/// </summary>
public sealed class CellEncoder : GridEncoder
{
    private const int Filters = 32;
    private const int Kernel = 3;

    private readonly Sequential convolutions;
    private readonly Conv2d number;

    /// <summary>Creates an encoder.</summary>
    /// <param name="channels">The number of planes of the board.</param>
    /// <param name="height">The number of rows.</param>
    /// <param name="width">The number of columns.</param>
    /// <exception cref="ArgumentException">The height or width is null, because the declaration does not contain it.</exception>
    public CellEncoder(int channels, int? height, int? width)
        : base(
            nameof(CellEncoder),
            Filters,
            (height * width)
                ?? throw new ArgumentException(
                    "Expected a board with a declared size, got one without: give [Observation] a height and a width.",
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

    /// <summary>Encodes boards.</summary>
    /// <param name="input"><c>(batch, channels, height, width)</c>.</param>
    /// <returns>The encodings of the cells <c>(batch, height, width, Width)</c> and one number for each cell <c>(batch, height ·
    /// width)</c>.</returns>
    public override GridEncoding forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor cells = convolutions.call(input);
        return new GridEncoding(scope.MoveToOuter(cells.permute(0, 2, 3, 1)), scope.MoveToOuter(number.call(cells).flatten(1)));
    }
}
