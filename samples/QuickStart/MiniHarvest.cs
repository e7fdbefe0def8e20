using Masking.Training;

namespace Masking.Samples.QuickStart;

/// <summary>
/// The environment of <see cref="HarvestPolicy"/>: MiniHarvest on an 8×8 board, with the rules of <see cref="HarvestField"/>.
/// </summary>
public sealed class MiniHarvest : IEnvironment<HarvestPolicy.Batch, HarvestPolicy.Actions>, ICheckpointable
{
    /// <summary>The number of rows and columns of the board.</summary>
    public const int Size = 8;

    private static readonly Order[] Orders = Enum.GetValues<Order>();
    private static readonly int Directions = Enum.GetValues<Direction>().Length;

    private readonly HarvestField _field = new(Size);

    /// <inheritdoc/>
    public void Reset(RandomNumbers random) => _field.Reset();

    /// <inheritdoc/>
    public StepResult Step(HarvestPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        (ActionType type, Direction direction) = Decode(actions.OrderAt(row));
        int reward = _field.Step(actions.SourceAt(row), type, direction);
        return new StepResult(reward, _field.IsOver ? EpisodeStatus.Terminated : EpisodeStatus.Running);
    }

    /// <inheritdoc/>
    public void WriteObservation(HarvestPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        for (int plane = 0; plane < HarvestField.Planes; plane++)
        {
            _field.WritePlane(plane, batch.Map(row, plane));
        }

        batch.SourceMask(row).AllowOnly(_field.WorkerCell);
        MaskSpan<Order> orders = batch.OrderMask(row);
        foreach (Order order in Orders)
        {
            (ActionType type, Direction direction) = Decode(order);
            orders[order] = _field.IsLegal(type, direction);
        }
    }

    /// <inheritdoc/>
    public string Render() => _field.Render();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _field.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _field.Load(reader);

    /// <summary>
    /// Returns the action type and direction of an order. Every action type except noop has one order for each direction.
    /// </summary>
    private static (ActionType Type, Direction Direction) Decode(Order order)
    {
        if (order == Order.Noop)
        {
            return (ActionType.Noop, default);
        }

        (int type, int direction) = Math.DivRem((int)order - (int)Order.MoveNorth, Directions);
        return ((ActionType)(type + 1), (Direction)direction);
    }
}
