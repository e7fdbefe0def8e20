using Masking.Training;

namespace Examples;

/// <summary>An episode of one step: an attack on the unit with the smallest distance, its first feature, is rewarded.</summary>
public sealed class SkirmishWorld : IEnvironment<SkirmishPolicy.Batch, SkirmishPolicy.Actions>
{
    private float[] _distances = [];

    public void Reset(RandomNumbers random) =>
        _distances = [.. Enumerable.Range(0, 1 + random.Next(8)).Select(_ => (float)random.Next())];

    public StepResult Step(SkirmishPolicy.Actions actions, int row, RandomNumbers random)
    {
        int nearest = Array.IndexOf(_distances, _distances.Min());
        return new StepResult(Reward: actions.TargetAt(row) == nearest ? 1 : 0, EpisodeStatus.Terminated);
    }

    public void WriteObservation(SkirmishPolicy.Batch batch, int row)
    {
        batch.Clear(row);
        for (int unit = 0; unit < _distances.Length; unit++)
        {
            batch.UnitsMask(row)[unit] = true;
            batch.Units(row, unit)[0] = _distances[unit];
        }
    }
}
