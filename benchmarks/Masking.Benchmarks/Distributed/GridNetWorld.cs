using Masking.Benchmarks.Declared;
using Masking.Training;

namespace Masking.Benchmarks.Distributed;

/// <summary>A map with a unit in every cell. Nothing happens on it: only the sizes matter.</summary>
internal sealed class GridNetWorld : IEnvironment<GridNetPolicy.Batch, GridNetPolicy.Actions>, ICheckpointable
{
    public void Reset(RandomNumbers random)
    {
    }

    public StepResult Step(GridNetPolicy.Actions actions, int row, RandomNumbers random) => new(random.Next(2));

    public void WriteObservation(GridNetPolicy.Batch batch, int row)
    {
        batch.Clear(row);
        for (int cell = 0; cell < GridNetPolicy.Size * GridNetPolicy.Size; cell++)
        {
            batch.MapMask(row)[cell] = true;
        }
    }

    public void Save(BinaryWriter writer)
    {
    }

    public void Load(BinaryReader reader)
    {
    }
}
