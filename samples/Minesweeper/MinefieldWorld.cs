using Masking.Training;

namespace Masking.Samples.Minesweeper;

/// <summary>
/// The environment of <see cref="CellValues"/>, with the rules of <see cref="Minefield"/>. The reward is 1 for a win, -1 for a loss and 0
/// before the end of the game. Boards smaller than that of the network are in its upper left corner; cells outside of them are masked.
/// </summary>
/// <param name="board">The size and number of mines.</param>
public sealed class MinefieldWorld(BoardKind board) : IEnvironment<CellValues.Batch, CellValues.Actions>, ICheckpointable
{
    private const int HiddenPlane = 9;

    private readonly Minefield _field = new(board.Size, board.Mines);

    /// <inheritdoc/>
    public void Reset(RandomNumbers random) => _field.Reset();

    /// <inheritdoc/>
    public StepResult Step(CellValues.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _field.Open(actions.OpenAt(row) is { } place ? CellAt(place) : null, random);
        return _field switch
        {
            { IsWon: true } => new StepResult(1, EpisodeStatus.Terminated),
            { IsLost: true } => new StepResult(-1, EpisodeStatus.Terminated),
            _ => new StepResult(0),
        };
    }

    /// <inheritdoc/>
    public void WriteObservation(CellValues.Batch batch, int row)
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
    public string Render() => MinefieldDrawing.Draw(_field);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _field.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _field.Load(reader);

    private int PlaceOf(int cell) => (cell / _field.Size * CellValues.Size) + (cell % _field.Size);

    /// <summary>Converts a cell of the network's board to a cell of the own board; null if it is outside.</summary>
    private int? CellAt(int place)
    {
        (int row, int column) = Math.DivRem(place, CellValues.Size);
        return row < _field.Size && column < _field.Size ? (row * _field.Size) + column : null;
    }
}
