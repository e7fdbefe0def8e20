using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Minesweeper;

/// <summary>What it is worth to open each cell of a board: only cells that are not open yet may be.</summary>
[MaskedPolicy]
public sealed partial class CellValues
{
    /// <summary>Rows and columns of the board.</summary>
    public const int Size = 6;

    /// <summary>Planes of the board: the numbers 0 to 8, and what is hidden.</summary>
    public const int Planes = 10;

    [Observation(Planes, Size, Size)]    public partial CellEncoder Board { get; }
    [Core(Size * Size)]                  public partial PassingCore Core { get; }
    [ActionMask(Choices = Size * Size)]  public partial QHead<int> Open { get; }

    /// <summary>
    /// A network whose head takes for the value of a cell what the encoder says of it: what is learned of one cell is so learned of all.
    /// </summary>
    public static CellValues Begin()
    {
        CellValues values = new();
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        nn.init.eye_(values.Open.get_parameter("weight")!);
        return values;
    }
}
