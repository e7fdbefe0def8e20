using Masking.Samples.Training;

namespace Masking.Samples.Tests;

/// <summary>Five places in a row: the last one earns 1 and is the end, and a time limit cuts off whoever does not come there.</summary>
/// <param name="limit">Steps until that.</param>
/// <param name="work">What makes a step take longer.</param>
internal sealed class CorridorWorld(int limit = 8, int work = 0) : IEnvironment<CorridorValues.Batch, CorridorValues.Actions>
{
    public const int Places = 5;

    private int _place;
    private int _steps;

    public void Reset(RandomNumbers random) => (_place, _steps) = (random.Next(Places - 1), 0);

    public Outcome Step(CorridorValues.Actions actions, int row, RandomNumbers random)
    {
        Thread.SpinWait(work);
        _place += actions.QAt(row) == Way.Right ? 1 : -1;
        _steps++;
        return _place == Places - 1 ? new Outcome(1, Ending.Over) : new Outcome(0, _steps == limit ? Ending.CutOff : Ending.None);
    }

    public void Show(CorridorValues.Batch batch, int row)
    {
        batch.Clear(row);
        batch.Place(row)[_place] = 1;
        batch.QMask(row)[Way.Left] = _place > 0;
    }

    public string Draw() => $"{new string('.', _place)}o{new string('.', Places - 1 - _place)}";

    public void Save(BinaryWriter writer)
    {
        writer.Write(_place);
        writer.Write(_steps);
    }

    public void Load(BinaryReader reader) =>
        (_place, _steps) = (reader.ReadNumber("place", 0, Places - 2), reader.ReadNumber("steps", 0, limit - 1));
}
