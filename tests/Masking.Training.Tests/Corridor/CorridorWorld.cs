
namespace Masking.Training.Tests;

/// <summary>
/// Five places in a row. The last one has a reward of 1 and ends the episode. A time limit truncates episodes that do not reach it.
/// </summary>
/// <param name="limit">The number of steps until an episode is truncated.</param>
/// <param name="work">Work that makes a step take longer.</param>
internal sealed class CorridorWorld(int limit = 8, int work = 0)
    : IEnvironment<CorridorValues.Batch, CorridorValues.Actions>, ICheckpointable
{
    public const int Places = 5;

    private int _place;
    private int _steps;

    public void Reset(RandomNumbers random) => (_place, _steps) = (random.Next(Places - 1), 0);

    public StepResult Step(CorridorValues.Actions actions, int row, RandomNumbers random)
    {
        Thread.SpinWait(work);
        _place += actions.QAt(row) == Way.Right ? 1 : -1;
        _steps++;
        return _place == Places - 1
            ? new StepResult(1, EpisodeStatus.Terminated)
            : new StepResult(0, _steps == limit ? EpisodeStatus.Truncated : EpisodeStatus.Running);
    }

    public void WriteObservation(CorridorValues.Batch batch, int row)
    {
        batch.Clear(row);
        batch.Place(row)[_place] = 1;
        batch.QMask(row)[Way.Left] = _place > 0;
    }

    public string Render() => $"{new string('.', _place)}o{new string('.', Places - 1 - _place)}";

    public void Save(BinaryWriter writer)
    {
        writer.Write(_place);
        writer.Write(_steps);
    }

    public void Load(BinaryReader reader) =>
        (_place, _steps) = (reader.ReadInt32("place", 0, Places - 2), reader.ReadInt32("steps", 0, limit - 1));
}
