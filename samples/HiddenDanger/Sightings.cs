using Masking.Training;

namespace Masking.Samples.HiddenDanger;

/// <summary>
/// A buffer like those of game engines, with a record for each entity. A record is updated while the panda sees the entity, and keeps its
/// old value while it does not. The record of a hidden entity is therefore the offset from the panda to the entity when it was last seen,
/// in this episode or an earlier one.
/// </summary>
public sealed class Sightings
{
    private readonly Cell?[] _records = new Cell?[Board.Entities];

    /// <summary>
    /// The record of an entity: the offset from the panda, or from the north-west corner for the panda itself. Null if the entity was never
    /// seen.
    /// </summary>
    /// <param name="entity">The index of the entity.</param>
    public Cell? this[int entity] => _records[entity];

    /// <summary>Returns the up-to-date record of an entity, as if it were visible.</summary>
    /// <param name="board">The board.</param>
    /// <param name="entity">The index of the entity.</param>
    public static Cell CurrentRecord(Board board, int entity)
    {
        ArgumentNullException.ThrowIfNull(board);
        Cell panda = board.PlaceOf((int)Kind.Panda);
        return entity == (int)Kind.Panda ? panda : board.PlaceOf(entity) - panda;
    }

    /// <summary>
    /// Returns the cell of an entity according to its record. It may be outside of the board, because the panda may have moved since. Null
    /// if the entity was never seen.
    /// </summary>
    /// <param name="board">The board.</param>
    /// <param name="entity">The index of the entity.</param>
    public Cell? PlaceOf(Board board, int entity)
    {
        ArgumentNullException.ThrowIfNull(board);
        return entity == (int)Kind.Panda ? _records[entity] : board.PlaceOf((int)Kind.Panda) + _records[entity];
    }

    /// <summary>Updates the records of all entities that the panda sees.</summary>
    /// <param name="board">The board.</param>
    public void Update(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        for (int entity = 0; entity < _records.Length; entity++)
        {
            if (board.Sees(entity))
            {
                _records[entity] = CurrentRecord(board, entity);
            }
        }
    }

    /// <summary>Writes the mutable state.</summary>
    /// <param name="writer">The writer.</param>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (Cell? record in _records)
        {
            writer.Write(record is not null);
            writer.Write(record?.Row ?? 0);
            writer.Write(record?.Column ?? 0);
        }
    }

    /// <summary>Reads the state written by <see cref="Save"/>.</summary>
    /// <param name="reader">The reader.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        for (int entity = 0; entity < _records.Length; entity++)
        {
            bool isSeen = reader.ReadBoolean();
            Cell record = new(reader.ReadInt32("a row", -Board.Size, Board.Size), reader.ReadInt32("a column", -Board.Size, Board.Size));
            _records[entity] = isSeen ? record : null;
        }
    }
}
