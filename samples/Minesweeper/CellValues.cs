using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Minesweeper;

/// <summary>Action values of opening each cell of a board. Cells that are already open are masked.</summary>
[MaskedPolicy]
public sealed partial class CellValues
{
    /// <summary>The number of rows and columns of the board.</summary>
    public const int Size = 6;

    /// <summary>The number of planes of the board: one for each number from 0 to 8, and one for hidden cells.</summary>
    public const int Planes = 10;

    [Observation(Planes, Size, Size)]    public partial CellEncoder Board { get; }
    [Core(Size * Size)]                  public partial IdentityCore Core { get; }
    [ActionMask(Choices = Size * Size)]  public partial QHead<int> Open { get; }

    /// <summary>
    /// Creates a network whose head is initialized as the identity, so that the value of a cell is the number that the encoder computes for
    /// it. Learning about one cell then generalizes to all cells.
    /// </summary>
    public static CellValues Create()
    {
        CellValues values = new();
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        nn.init.eye_(values.Open.get_parameter("weight")!);
        return values;
    }
}
