using Masking.Benchmarks.Declared;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>Rewards the order that the sentry sees.</summary>
internal sealed class SentryWorld : IEnvironment<SentryPolicy.Batch, SentryPolicy.Actions>, ICheckpointable
{
    private static readonly int Orders = Enum.GetValues<Order>().Length;

    private int _wanted;

    public void Reset(RandomNumbers random) => _wanted = random.Next(Orders);

    public StepResult Step(SentryPolicy.Actions actions, int row, RandomNumbers random)
    {
        int reward = (int)actions.CommandAt(row) == _wanted ? 1 : 0;
        _wanted = random.Next(Orders);
        return new StepResult(reward);
    }

    public void WriteObservation(SentryPolicy.Batch batch, int row)
    {
        batch.Clear(row);
        batch.Globals(row)[_wanted] = 1;
    }

    public void Save(BinaryWriter writer) => writer.Write(_wanted);

    public void Load(BinaryReader reader) => _wanted = reader.ReadInt32("the wanted order", 0, Orders - 1);
}
