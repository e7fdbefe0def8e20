namespace Masking.Samples.Minesweeper;

/// <summary>The size and number of mines of a board.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Size">The number of rows and columns, at most <see cref="CellValues.Size"/>.</param>
/// <param name="Mines">The number of mines.</param>
public sealed record BoardKind(string Name, int Size, int Mines)
{
    /// <summary>All kinds; the first is the default.</summary>
    public static IReadOnlyList<BoardKind> All { get; } = [new("6x6", 6, 5), new("5x5", 5, 4), new("4x4", 4, 2)];
}
