using System.Numerics;
using Masking.Samples.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>
/// A position of Connect Four, seen by the side that moves next, and the rules: two sides drop discs into seven columns of six cells in
/// turns, and who first has four in a line, across, up or along a diagonal, has won. When all cells are full, nobody has.
/// </summary>
/// <remarks>
/// A set of discs has a bit for each cell, from the bottom of the first column upwards. One more bit above each column is always 0, so that
/// no line runs on in the next column.
/// </remarks>
/// <param name="Own">The discs of the side that moves.</param>
/// <param name="Others">Those of the side that has just moved.</param>
public readonly record struct Position(ulong Own, ulong Others)
{
    /// <summary>Columns of the board.</summary>
    public const int Columns = 7;

    /// <summary>Cells of a column.</summary>
    public const int Rows = 6;

    private const int BitsPerColumn = Rows + 1;

    /// <summary>The bits from one disc of a line to the next: up, across, and along both diagonals.</summary>
    private static readonly int[] Directions = [1, BitsPerColumn, BitsPerColumn - 1, BitsPerColumn + 1];

    /// <summary>All columns.</summary>
    public static IReadOnlyList<Column> AllColumns { get; } = Enum.GetValues<Column>();

    /// <summary>Discs on the board.</summary>
    public int Discs => BitOperations.PopCount(Own | Others);

    /// <summary>Whether the side that began moves next.</summary>
    public bool IsFirstToMove => Discs % 2 == 0;

    /// <summary>Whether the side that has just moved has won.</summary>
    public bool IsWon => Fours(Others) != 0;

    /// <summary>Whether the game is over.</summary>
    public bool IsOver => IsWon || Discs == Rows * Columns;

    /// <summary>Whether both sides have dropped discs in turns, each onto the ones below it.</summary>
    private bool IsPossible => (Own & Others) == 0
        && BitOperations.PopCount(Others) - BitOperations.PopCount(Own) is 0 or 1
        && AllColumns.All(IsFilledFromBelow)
        && ((Own | Others) >> (Columns * BitsPerColumn)) == 0;

    /// <summary>The columns that are not full.</summary>
    public IEnumerable<Column> LegalColumns => AllColumns.Where(IsLegal);

    /// <summary>Whether a disc fits into a column.</summary>
    /// <param name="column">The column.</param>
    public bool IsLegal(Column column) => ((Own | Others) & Bit(column, Rows - 1)) == 0;

    /// <summary>Drops a disc.</summary>
    /// <param name="column">Where.</param>
    /// <returns>What the other side then sees.</returns>
    /// <exception cref="ArgumentException">The column is full.</exception>
    public Position Play(Column column) =>
        IsLegal(column)
            ? new Position(Others, Own | Landing(column))
            : throw new ArgumentException(
                $"expected a column that is not full, got {column}: look at {nameof(IsLegal)} first.",
                nameof(column)
            );

    /// <summary>Whether the side that moves would have four in a line with a disc in a column.</summary>
    /// <param name="column">Where; it is not full.</param>
    public bool Wins(Column column) => Fours(Own | Landing(column)) != 0;

    /// <summary>The same board, seen by the other side: as if it moved next.</summary>
    public Position OtherSide() => new(Others, Own);

    /// <summary>Writes a 1 for each disc of the side that moves, and a 0 for every other cell.</summary>
    /// <param name="cells">A number for each cell, row by row from the top.</param>
    public void Show(Span<float> cells)
    {
        for (int cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = (Own & Bit((Column)(cell % Columns), Rows - 1 - (cell / Columns))) != 0 ? 1 : 0;
        }
    }

    /// <summary>The disc in a cell; null where there is none.</summary>
    /// <param name="row">The row, from the top.</param>
    /// <param name="column">The column.</param>
    /// <returns>Whether it is of the side that began, and whether it is one of four in a line.</returns>
    public (bool IsFirst, bool IsInFour)? DiscAt(int row, Column column)
    {
        ulong bit = Bit(column, Rows - 1 - row);
        if (((Own | Others) & bit) == 0)
        {
            return null;
        }

        bool isOwn = (Own & bit) != 0;
        return (isOwn == IsFirstToMove, (Fours(isOwn ? Own : Others) & bit) != 0);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">From where.</param>
    /// <exception cref="CheckpointException">It is no position that a game comes to.</exception>
    public static Position Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Position position = new(reader.ReadUInt64(), reader.ReadUInt64());
        CheckpointException.Require(
            position.IsPossible,
            $"expected discs of both sides in turns, each column filled from below, got {position.Own:X} and {position.Others:X}");
        return position;
    }

    /// <summary>Writes the discs of both sides.</summary>
    /// <param name="writer">Where.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Own);
        writer.Write(Others);
    }

    /// <summary>All discs that are one of four in a line.</summary>
    private static ulong Fours(ulong discs)
    {
        ulong found = 0;
        foreach (int step in Directions)
        {
            ulong pairs = discs & (discs >> step);
            ulong lowest = pairs & (pairs >> (2 * step));
            found |= lowest | (lowest << step) | (lowest << (2 * step)) | (lowest << (3 * step));
        }

        return found;
    }

    private static ulong Bit(Column column, int height) => 1UL << (((int)column * BitsPerColumn) + height);

    /// <summary>
    /// Whether a column has no disc above a free cell: adding its lowest bit then leaves none of them. The bit above the cells is free.
    /// </summary>
    private bool IsFilledFromBelow(Column column)
    {
        ulong discs = ((Own | Others) >> ((int)column * BitsPerColumn)) & ((1UL << BitsPerColumn) - 1);
        return discs < 1UL << Rows && (discs & (discs + 1)) == 0;
    }

    /// <summary>The lowest free cell of a column: adding its lowest bit carries over all discs in it.</summary>
    private ulong Landing(Column column)
    {
        ulong discs = Own | Others;
        ulong cells = Bit(column, BitsPerColumn) - Bit(column, 0);
        return (discs + Bit(column, 0)) & cells & ~discs;
    }
}
