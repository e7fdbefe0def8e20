using Masking.Samples.Training;

namespace Masking.Samples.QuickStart;

/// <summary>MiniHarvest as <see cref="HarvestPolicy"/> sees it, on a board of 8×8: <see cref="HarvestField"/> has the rules.</summary>
public sealed class MiniHarvest : IEnvironment<HarvestPolicy.Batch, HarvestPolicy.Actions>
{
    /// <summary>Rows and columns of the board.</summary>
    public const int Size = 8;

    private static readonly Order[] Orders = Enum.GetValues<Order>();
    private static readonly int Directions = Enum.GetValues<Direction>().Length;

    private readonly HarvestField _field = new(Size);

    /// <inheritdoc/>
    public void Reset(RandomNumbers random) => _field.Reset();

    /// <inheritdoc/>
    public Outcome Step(HarvestPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        (Deed deed, Direction direction) = Meaning(actions.OrderAt(row));
        int reward = _field.Order(actions.SourceAt(row), deed, direction);
        return new Outcome(reward, _field.IsOver ? Ending.Over : Ending.None);
    }

    /// <inheritdoc/>
    public void Show(HarvestPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        for (int plane = 0; plane < HarvestField.Planes; plane++)
        {
            _field.Show(plane, batch.Map(row, plane));
        }

        batch.SourceMask(row).AllowOnly(_field.WorkerCell);
        MaskSpan<Order> orders = batch.OrderMask(row);
        foreach (Order order in Orders)
        {
            (Deed deed, Direction direction) = Meaning(order);
            orders[order] = _field.IsLegal(deed, direction);
        }
    }

    /// <inheritdoc/>
    public string Draw() => _field.Draw();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _field.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _field.Load(reader);

    /// <summary>Each deed but noop has one order for every direction.</summary>
    private static (Deed Deed, Direction Direction) Meaning(Order order)
    {
        if (order == Order.Noop)
        {
            return (Deed.Noop, default);
        }

        (int deed, int direction) = Math.DivRem((int)order - (int)Order.MoveNorth, Directions);
        return ((Deed)(deed + 1), (Direction)direction);
    }
}
