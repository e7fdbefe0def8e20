using System.Numerics;
using Masking.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>
/// A position of Connect Four as seen by the side to move, and the rules: two sides take turns to drop discs into seven columns of six
/// cells. The first side with four discs in a horizontal, vertical or diagonal line wins. The game is a draw when all cells are full.
/// </summary>
/// <remarks>
/// The discs of a side are a bitboard with a bit for each cell, from the bottom of the first column upwards. An additional bit above each
/// column is always 0, so that lines do not continue in the next column.
/// </remarks>
/// <param name="Own">The discs of the side to move.</param>
/// <param name="Opponent">The discs of the side that has just moved.</param>
public readonly record struct Position(ulong Own, ulong Opponent)
{
    /// <summary>The number of columns.</summary>
    public const int Columns = 7;

    /// <summary>The number of rows.</summary>
    public const int Rows = 6;

    private const int BitsPerColumn = Rows + 1;

    /// <summary>The distance in bits between neighboring discs of a vertical, horizontal and diagonal line.</summary>
    private static readonly int[] Directions = [1, BitsPerColumn, BitsPerColumn - 1, BitsPerColumn + 1];

    /// <summary>All columns.</summary>
    public static IReadOnlyList<Column> AllColumns { get; } = Enum.GetValues<Column>();

    /// <summary>The number of discs on the board.</summary>
    public int Discs => BitOperations.PopCount(Own | Opponent);

    /// <summary>Whether the side that moved first is to move.</summary>
    public bool IsFirstToMove => Discs % 2 == 0;

    /// <summary>Whether the side that has just moved has won.</summary>
    public bool IsWon => LinesOfFour(Opponent) != 0;

    /// <summary>Whether the game is over.</summary>
    public bool IsOver => IsWon || Discs == Rows * Columns;

    /// <summary>Whether the sides have moved in turns and no disc is above a free cell.</summary>
    private bool IsValid => (Own & Opponent) == 0
        && BitOperations.PopCount(Opponent) - BitOperations.PopCount(Own) is 0 or 1
        && AllColumns.All(IsFilledFromBelow)
        && ((Own | Opponent) >> (Columns * BitsPerColumn)) == 0;

    /// <summary>The columns that are not full.</summary>
    public IEnumerable<Column> LegalColumns => AllColumns.Where(IsLegal);

    /// <summary>Returns whether a column is not full.</summary>
    /// <param name="column">The column.</param>
    public bool IsLegal(Column column) => ((Own | Opponent) & Bit(column, Rows - 1)) == 0;

    /// <summary>Drops a disc of the side to move.</summary>
    /// <param name="column">The column.</param>
    /// <returns>The new position, as seen by the other side.</returns>
    /// <exception cref="ArgumentException">The column is full.</exception>
    public Position Play(Column column) =>
        IsLegal(column)
            ? new Position(Opponent, Own | LandingCell(column))
            : throw new ArgumentException(
                $"expected a column that is not full, got {column}: check {nameof(IsLegal)} first.",
                nameof(column)
            );

    /// <summary>Returns whether a disc in a column gives the side to move four in a line.</summary>
    /// <param name="column">The column, which is not full.</param>
    public bool IsWinningMove(Column column) => LinesOfFour(Own | LandingCell(column)) != 0;

    /// <summary>Returns the same board with the other side to move.</summary>
    public Position SwapSides() => new(Opponent, Own);

    /// <summary>Writes 1 for each disc of the side to move and 0 for every other cell.</summary>
    /// <param name="cells">The cells, row by row from the top.</param>
    public void WriteOwnDiscs(Span<float> cells)
    {
        for (int cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = (Own & Bit((Column)(cell % Columns), Rows - 1 - (cell / Columns))) != 0 ? 1 : 0;
        }
    }

    /// <summary>Returns the disc in a cell.</summary>
    /// <param name="row">The row, from the top.</param>
    /// <param name="column">The column.</param>
    /// <returns>Whether the disc belongs to the side that moved first, and whether it is part of four in a line; null if the cell is
    /// free.</returns>
    public (bool IsFirst, bool IsInFour)? DiscAt(int row, Column column)
    {
        ulong bit = Bit(column, Rows - 1 - row);
        if (((Own | Opponent) & bit) == 0)
        {
            return null;
        }

        bool isOwn = (Own & bit) != 0;
        return (isOwn == IsFirstToMove, (LinesOfFour(isOwn ? Own : Opponent) & bit) != 0);
    }

    /// <summary>Reads a position written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="CheckpointException">The position is invalid: a side has moved out of turn, or a disc is above a free
    /// cell.</exception>
    public static Position Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Position position = new(reader.ReadUInt64(), reader.ReadUInt64());
        CheckpointException.Require(
            position.IsValid,
            $"expected a position with alternating moves and columns filled from below, got {position.Own:X} and {position.Opponent:X}");
        return position;
    }

    /// <summary>Writes the discs of both sides.</summary>
    /// <param name="writer">The writer.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Own);
        writer.Write(Opponent);
    }

    /// <summary>Returns the discs that are part of four in a line.</summary>
    private static ulong LinesOfFour(ulong discs)
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
    /// Returns whether a column has no disc above a free cell and no bit above its cells. Adding 1 to a column that is filled from below
    /// clears all of its bits.
    /// </summary>
    private bool IsFilledFromBelow(Column column)
    {
        ulong discs = ((Own | Opponent) >> ((int)column * BitsPerColumn)) & ((1UL << BitsPerColumn) - 1);
        return discs < 1UL << Rows && (discs & (discs + 1)) == 0;
    }

    /// <summary>Returns the lowest free cell of a column. Adding the bit of the lowest cell carries past all discs in the column.</summary>
    private ulong LandingCell(Column column)
    {
        ulong discs = Own | Opponent;
        ulong cells = Bit(column, BitsPerColumn) - Bit(column, 0);
        return (discs + Bit(column, 0)) & cells & ~discs;
    }
}
