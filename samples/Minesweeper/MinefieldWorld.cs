using Masking.Samples.Training;

namespace Masking.Samples.Minesweeper;

/// <summary>
/// Minesweeper as <see cref="CellValues"/> sees it: <see cref="Minefield"/> has the rules. A game that is won earns 1, one that is lost -1,
/// and nothing comes before its end. A smaller board lies in the upper left corner, and the cells beyond it are never legal.
/// </summary>
/// <param name="board">The board.</param>
public sealed class MinefieldWorld(Board board) : IEnvironment<CellValues.Batch, CellValues.Actions>
{
    private const int HiddenPlane = 9;

    private readonly Minefield _field = new(board.Size, board.Mines);

    /// <inheritdoc/>
    public void Reset(RandomNumbers random) => _field.Clear();

    /// <inheritdoc/>
    public Outcome Step(CellValues.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _field.Open(actions.OpenAt(row) is { } place ? CellAt(place) : null, random);
        return _field switch
        {
            { IsWon: true } => new Outcome(1, Ending.Over),
            { IsLost: true } => new Outcome(-1, Ending.Over),
            _ => new Outcome(0),
        };
    }

    /// <inheritdoc/>
    public void Show(CellValues.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        MaskSpan<int> legal = batch.OpenMask(row);
        legal.AllowNone();
        for (int cell = 0; cell < _field.Cells; cell++)
        {
            int place = PlaceOf(cell);
            int plane = _field.IsOpen(cell) ? _field.Number(cell) : HiddenPlane;
            batch.Board(row, plane)[place] = 1;
            legal[place] = !_field.IsOpen(cell);
        }
    }

    /// <inheritdoc/>
    public string Draw() => MinefieldDrawing.Draw(_field);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _field.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _field.Load(reader);

    private int PlaceOf(int cell) => (cell / _field.Size * CellValues.Size) + (cell % _field.Size);

    /// <summary>The cell at a place of the network's board; null beyond the own board.</summary>
    private int? CellAt(int place)
    {
        (int row, int column) = Math.DivRem(place, CellValues.Size);
        return row < _field.Size && column < _field.Size ? (row * _field.Size) + column : null;
    }
}
