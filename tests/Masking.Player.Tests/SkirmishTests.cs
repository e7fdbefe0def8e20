using Masking.Onnx;

namespace Masking.Player.Tests;

public sealed class SkirmishTests
{
    [Fact]
    public void ThePlayer_ActsAsThePolicy()
    {
        using SkirmishPolicy policy = new();
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        policy.SaveOnnx(path);
        using SkirmishPolicy.Player player = new(path, environments: 2, maxUnits: 5);
        File.Delete(path);
        using SkirmishPolicy.Batch batch = new(environments: 2, maxUnits: 5);
        Random random = new(1);
        for (int round = 0; round < 100; round++)
        {
            for (int environment = 0; environment < 2; environment++)
            {
                for (int i = 0; i < 12; i++)
                {
                    player.Globals(environment)[i] = batch.Globals(environment)[i] = random.NextSingle();
                }

                for (int i = 0; i < 5; i++)
                {
                    player.UnitsMask(environment)[i] = batch.UnitsMask(environment)[i] = random.Next(2) == 1;
                    player.Units(environment, i)[0] = batch.Units(environment, i)[0] = random.NextSingle();
                }
            }

            using Step<SkirmishPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(round));
            player.Act(new RandomStream(round));
            Assert.Equal(step.Actions.CommandAt(1), player.CommandAt(1));
            Assert.Equal(step.Actions.TargetAt(1), player.TargetAt(1));
            Assert.Equal(step.LogProb[1].item<float>(), player.LogProb(1), 1e-5);
            Assert.Equal(step.Value[1].item<float>(), player.Value(1), 1e-5);
        }
    }
}
