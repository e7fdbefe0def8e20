namespace My_Game.Tests;

/// <summary>The observations and masks that the environment writes.</summary>
public sealed class WizardWorldTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void MasksAllowExactlyTheLegalTurns(int seed)
    {
        using var batch = new WizardPolicy.Batch(environments: 1, Cellar.MaxSlimes);
        RandomPlayer.Play(seed, games: 20, world =>
        {
            world.WriteObservation(batch, row: 0);

            foreach (Order order in Cellar.Orders)
            {
                Assert.Equal(world.Cellar.IsLegal(order), batch.CommandMask(0)[order]);
            }

            for (int index = 0; index < Cellar.MaxSlimes; index++)
            {
                Slime? slime = world.Cellar.Slimes[index];
                bool isPresent = batch.SlimesMask(0)[index];
                Assert.Equal(slime is not null, isPresent);
                Assert.Equal(world.Cellar.IsInReach(slime), isPresent && batch.TargetMask(0)[index]);
            }
        });
    }
}
