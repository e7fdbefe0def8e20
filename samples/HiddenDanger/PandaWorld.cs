using Masking.Training;

namespace Masking.Samples.HiddenDanger;

/// <summary>
/// The environment of <see cref="PandaPolicy"/>, with the rules of <see cref="Board"/> and the buffer of <see cref="Sightings"/>.
/// </summary>
/// <param name="isMasked">Whether the mask contains only visible entities; if false, it contains all of them.</param>
public sealed class PandaWorld(bool isMasked) : IEnvironment<PandaPolicy.Batch, PandaPolicy.Actions>, ICheckpointable
{
    private static readonly Direction[] Directions = Enum.GetValues<Direction>();

    /// <summary>The board.</summary>
    public Board Board { get; } = new();

    /// <summary>The buffer.</summary>
    public Sightings Sightings { get; } = new();

    /// <inheritdoc/>
    public void Reset(RandomNumbers random)
    {
        Board.Reset(random);
        Sightings.Update(Board);
    }

    /// <summary>Begins an episode on a given board.</summary>
    /// <param name="places">The cell of each entity, by index.</param>
    /// <exception cref="ArgumentException">The board is invalid: see <see cref="Board.Reset(ReadOnlySpan{Cell})"/>.</exception>
    public void Reset(params ReadOnlySpan<Cell> places)
    {
        Board.Reset(places);
        Sightings.Update(Board);
    }

    /// <inheritdoc/>
    public StepResult Step(PandaPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return Move(actions.WayAt(row));
    }

    /// <summary>Takes a step.</summary>
    /// <param name="direction">The direction.</param>
    public StepResult Move(Direction direction)
    {
        StepResult result = Board.Move(direction);
        Sightings.Update(Board);
        return result;
    }

    /// <inheritdoc/>
    public void WriteObservation(PandaPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        for (int entity = 0; entity < Board.Entities; entity++)
        {
            Kind kind = Board.KindOf(entity);
            if (Sightings[entity] is { } record)
            {
                Features.Write(kind, record, batch.Entities(row, entity));
            }

            batch.EntitiesMask(row)[entity] = !isMasked || Board.Sees(entity);
            Features.Write(kind, Sightings.CurrentRecord(Board, entity), batch.Truth(row).Slice(entity * Features.Count, Features.Count));
        }

        foreach (Direction direction in Directions)
        {
            batch.WayMask(row)[direction] = Board.IsLegal(direction);
        }
    }

    /// <inheritdoc/>
    public string Render() => BoardText.Render(this);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        Board.Save(writer);
        Sightings.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        Board.Load(reader);
        Sightings.Load(reader);
    }
}
