namespace Masking.Training.Tests;

/// <summary>An environment that rewards angles near a target that it shows, in episodes of one step.</summary>
internal sealed class ArcherWorld : IEnvironment<ArcherPolicy.Batch, ArcherPolicy.Actions>, ICheckpointable
{
    private float _target;

    public void Reset(RandomNumbers random) => _target = (random.Next(101) - 50) / 100f;

    public StepResult Step(ArcherPolicy.Actions actions, int row, RandomNumbers random)
    {
        Shot shot = actions.ShotAt(row);
        float reward = shot.Fire ? 1 - Math.Abs(shot.Angle - _target) : 0;
        return new StepResult(reward, EpisodeStatus.Terminated);
    }

    public void WriteObservation(ArcherPolicy.Batch batch, int row)
    {
        batch.Clear(row);
        batch.Target(row)[0] = _target;
        batch.ShotRange(row).Angle.Allow(_target - 0.75f, _target + 0.75f);
        batch.RestRange(row).Allow(2, 4.5f);
    }

    public void Save(BinaryWriter writer) => writer.Write(_target);

    public void Load(BinaryReader reader) => _target = reader.ReadSingle();
}
