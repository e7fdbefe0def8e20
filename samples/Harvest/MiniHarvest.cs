using Masking.Samples.QuickStart;
using Masking.Samples.Training;

namespace Masking.Samples.Harvest;

/// <summary>MiniHarvest on a board of any size: <see cref="HarvestField"/> has the rules.</summary>
/// <param name="size">Rows and columns.</param>
/// <param name="penalty">What an action that the rules do not allow costs: 0 or less. It is learned from, and not counted in the
/// return.</param>
public sealed class MiniHarvest(int size, float penalty = 0) : IEnvironment<HarvestPolicy.Batch, HarvestPolicy.Actions>
{
    private static readonly Deed[] Deeds = Enum.GetValues<Deed>();
    private static readonly Direction[] Directions = Enum.GetValues<Direction>();

    private readonly HarvestField _field = new(size);

    /// <inheritdoc/>
    public void Reset(RandomNumbers random) => _field.Reset();

    /// <inheritdoc/>
    public Outcome Step(HarvestPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        int? source = actions.SourceAt(row);
        Deed deed = actions.TypeAt(row) ?? Deed.Noop;
        Direction direction = actions.TowardAt(row) ?? default;
        bool isLegal = (source == _field.WorkerCell && _field.IsLegal(deed, direction)) || (source == _field.BaseCell && deed == Deed.Noop);
        int reward = _field.Order(source ?? -1, deed, direction);
        return new Outcome(reward, _field.IsOver ? Ending.Over : Ending.None) { Penalty = isLegal ? 0 : penalty };
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

        batch.MapMask(row)[_field.WorkerCell] = true;
        batch.MapMask(row)[_field.BaseCell] = true;
        batch.SourceMask(row).AllowOnly(_field.WorkerCell, _field.BaseCell);
        batch.TypeMask(row, _field.BaseCell).AllowOnly(Deed.Noop);
        MaskSpan<Deed> types = batch.TypeMask(row, _field.WorkerCell);
        foreach (Deed deed in Deeds)
        {
            MaskSpan<Direction> toward = batch.TowardMask(row, deed);
            foreach (Direction direction in Directions)
            {
                toward[direction] = _field.IsLegal(deed, direction);
            }

            types[deed] = toward.Flags.Contains(true);
        }
    }

    /// <inheritdoc/>
    public string Draw() => _field.Draw();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _field.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _field.Load(reader);
}
