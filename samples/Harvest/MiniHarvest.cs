using Masking.Samples.QuickStart;
using Masking.Training;

namespace Masking.Samples.Harvest;

/// <summary>
/// The environment of <see cref="HarvestPolicy"/>: MiniHarvest on a board of any size, with the rules of <see cref="HarvestField"/>.
/// </summary>
/// <param name="size">The number of rows and columns.</param>
/// <param name="penalty">The penalty of an illegal action: 0 or less. It is not counted in the reported return.</param>
public sealed class MiniHarvest(int size, float penalty = 0) : IEnvironment<HarvestPolicy.Batch, HarvestPolicy.Actions>, ICheckpointable
{
    private static readonly ActionType[] ActionTypes = Enum.GetValues<ActionType>();
    private static readonly Direction[] Directions = Enum.GetValues<Direction>();

    private readonly HarvestField _field = new(size);

    /// <inheritdoc/>
    public void Reset(RandomNumbers random) => _field.Reset();

    /// <inheritdoc/>
    public StepResult Step(HarvestPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        int? source = actions.SourceAt(row);
        ActionType type = actions.TypeAt(row) ?? ActionType.Noop;
        Direction direction = actions.TowardAt(row) ?? default;
        bool isLegal = (source == _field.WorkerCell && _field.IsLegal(type, direction))
            || (source == _field.BaseCell && type == ActionType.Noop);
        int reward = _field.Step(source ?? -1, type, direction);
        return new StepResult(reward, _field.IsOver ? EpisodeStatus.Terminated : EpisodeStatus.Running) { Penalty = isLegal ? 0 : penalty };
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

        batch.MapMask(row)[_field.WorkerCell] = true;
        batch.MapMask(row)[_field.BaseCell] = true;
        batch.SourceMask(row).AllowOnly(_field.WorkerCell, _field.BaseCell);
        batch.TypeMask(row, _field.BaseCell).AllowOnly(ActionType.Noop);
        MaskSpan<ActionType> types = batch.TypeMask(row, _field.WorkerCell);
        foreach (ActionType type in ActionTypes)
        {
            MaskSpan<Direction> toward = batch.TowardMask(row, type);
            foreach (Direction direction in Directions)
            {
                toward[direction] = _field.IsLegal(type, direction);
            }

            types[type] = toward.Flags.Contains(true);
        }
    }

    /// <inheritdoc/>
    public string Render() => _field.Render();

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _field.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _field.Load(reader);
}
