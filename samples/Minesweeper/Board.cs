namespace Masking.Samples.Minesweeper;

/// <summary>A kind of board.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Size">Rows and columns, at most <see cref="CellValues.Size"/>.</param>
/// <param name="Mines">Mines on it.</param>
public sealed record Board(string Name, int Size, int Mines)
{
    /// <summary>All kinds, the usual one first.</summary>
    public static IReadOnlyList<Board> All { get; } = [new("6x6", 6, 5), new("5x5", 5, 4), new("4x4", 4, 2)];
}
