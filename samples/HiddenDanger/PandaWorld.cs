using Masking.Samples.Training;

namespace Masking.Samples.HiddenDanger;

/// <summary>
/// The world as <see cref="PandaPolicy"/> sees it: <see cref="Board"/> has the rules, and <see cref="Sightings"/> what is in the buffer.
/// </summary>
/// <param name="isMasked">Whether the policy is told which entities the panda sees; if not, all records of its buffer count.</param>
public sealed class PandaWorld(bool isMasked) : IEnvironment<PandaPolicy.Batch, PandaPolicy.Actions>
{
    private static readonly Direction[] Directions = Enum.GetValues<Direction>();

    /// <summary>The board.</summary>
    public Board Board { get; } = new();

    /// <summary>What the buffer has.</summary>
    public Sightings Sightings { get; } = new();

    /// <inheritdoc/>
    public void Reset(RandomNumbers random)
    {
        Board.Begin(random);
        Sightings.Update(Board);
    }

    /// <summary>Begins an episode on a given board.</summary>
    /// <param name="places">Where each entity stands, by number.</param>
    /// <exception cref="ArgumentException">It is no board.</exception>
    public void Begin(params ReadOnlySpan<Cell> places)
    {
        Board.Begin(places);
        Sightings.Update(Board);
    }

    /// <inheritdoc/>
    public Outcome Step(PandaPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return Go(actions.WayAt(row));
    }

    /// <summary>Takes a step.</summary>
    /// <param name="direction">Where to.</param>
    public Outcome Go(Direction direction)
    {
        Outcome outcome = Board.Go(direction);
        Sightings.Update(Board);
        return outcome;
    }

    /// <inheritdoc/>
    public void Show(PandaPolicy.Batch batch, int row)
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
            Features.Write(kind, Sightings.Truth(Board, entity), batch.Truth(row).Slice(entity * Features.Count, Features.Count));
        }

        foreach (Direction direction in Directions)
        {
            batch.WayMask(row)[direction] = Board.IsLegal(direction);
        }
    }

    /// <inheritdoc/>
    public string Draw() => BoardText.Of(this);

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
