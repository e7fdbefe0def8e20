using Masking.Samples.HiddenDanger;
using Masking.Training;

namespace Masking.Samples.Tests;

/// <summary>
/// The environment with noise in the records of entities that the panda does not see. It has no effect on a policy that uses the mask.
/// </summary>
internal sealed class GarbledWorld(PandaWorld world, float loudness, int seed) : IEnvironment<PandaPolicy.Batch, PandaPolicy.Actions>
{
    private readonly Random _noise = new(seed);

    public void Reset(RandomNumbers random) => world.Reset(random);

    public StepResult Step(PandaPolicy.Actions actions, int row, RandomNumbers random) => world.Step(actions, row, random);

    public void WriteObservation(PandaPolicy.Batch batch, int row)
    {
        world.WriteObservation(batch, row);
        for (int entity = 0; entity < Board.Entities; entity++)
        {
            if (!world.Board.Sees(entity))
            {
                foreach (ref float feature in batch.Entities(row, entity))
                {
                    feature = loudness * (_noise.NextSingle() - 0.5f);
                }
            }
        }
    }

    public string Render() => world.Render();
}
