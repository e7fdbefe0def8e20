using Masking.Samples.Training;

namespace Masking.Samples.HiddenDanger;

/// <summary>
/// A buffer as engines have it: a record for each entity, which is written while the panda sees the entity, and is not touched while it
/// does not. So the record of a hidden entity says where it was, from where the panda then stood, when it was last seen, in this episode or
/// in an earlier one.
/// </summary>
public sealed class Sightings
{
    private readonly Cell?[] _records = new Cell?[Board.Entities];

    /// <summary>
    /// What the buffer has of an entity: the way there from the panda, and for the panda itself, which always sees itself, that from the
    /// corner in the north-west. Null where it was never seen.
    /// </summary>
    /// <param name="entity">Its number.</param>
    public Cell? this[int entity] => _records[entity];

    /// <summary>What the buffer would have of an entity that is seen.</summary>
    /// <param name="board">The board.</param>
    /// <param name="entity">Its number.</param>
    public static Cell Truth(Board board, int entity)
    {
        ArgumentNullException.ThrowIfNull(board);
        Cell panda = board.PlaceOf((int)Kind.Panda);
        return entity == (int)Kind.Panda ? panda : board.PlaceOf(entity) - panda;
    }

    /// <summary>
    /// Where an entity is by its record. That may be beyond the border, because the panda has gone on since; null where it was never seen.
    /// </summary>
    /// <param name="board">The board.</param>
    /// <param name="entity">Its number.</param>
    public Cell? PlaceOf(Board board, int entity)
    {
        ArgumentNullException.ThrowIfNull(board);
        return entity == (int)Kind.Panda ? _records[entity] : board.PlaceOf((int)Kind.Panda) + _records[entity];
    }

    /// <summary>Writes the records of all entities that the panda sees now.</summary>
    /// <param name="board">The board.</param>
    public void Update(Board board)
    {
        ArgumentNullException.ThrowIfNull(board);
        for (int entity = 0; entity < _records.Length; entity++)
        {
            if (board.Sees(entity))
            {
                _records[entity] = Truth(board, entity);
            }
        }
    }

    /// <summary>Writes what changes.</summary>
    /// <param name="writer">Where.</param>
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

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">From where.</param>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        for (int entity = 0; entity < _records.Length; entity++)
        {
            bool isSeen = reader.ReadBoolean();
            Cell record = new(reader.ReadNumber("a row", -Board.Size, Board.Size), reader.ReadNumber("a column", -Board.Size, Board.Size));
            _records[entity] = isSeen ? record : null;
        }
    }
}
