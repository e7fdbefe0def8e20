using Masking;
using Masking.Training;
using TorchSharp;

namespace My_Game.Tests;

/// <summary>The policy, before and after a short training.</summary>
public sealed class WizardPolicyTests
{
    private const int Environments = 16;

    [Fact]
    public void AnUntrainedPolicy_TakesLegalTurnsOnly()
    {
        using var policy = new WizardPolicy();
        using var batch = new WizardPolicy.Batch(Environments, Cellar.MaxSlimes);
        var stream = new RandomStream(seed: 1);
        var random = new RandomNumbers(seed: 1);
        WizardWorld[] worlds = [.. Enumerable.Range(0, Environments).Select(_ => new WizardWorld())];
        Array.ForEach(worlds, world => world.Reset(random));
        for (int turn = 0; turn < 200; turn++)
        {
            for (int row = 0; row < Environments; row++)
            {
                worlds[row].WriteObservation(batch, row);
            }

            using Step<WizardPolicy.Actions> step = policy.Act(batch.Observation, stream);
            for (int row = 0; row < Environments; row++)
            {
                Cellar cellar = worlds[row].Cellar;
                Assert.True(cellar.IsLegal(step.Actions.CommandAt(row)));
                Assert.True(step.Actions.TargetAt(row) is not { } target || cellar.IsInReach(cellar.Slimes[target]));
                if (worlds[row].Step(step.Actions, row, random).Status != EpisodeStatus.Running)
                {
                    worlds[row].Reset(random);
                }
            }
        }
    }

    [Fact]
    public void AShortTraining_IsBetterThanARandomPlayer()
    {
        torch.manual_seed(1);           // the initial parameters of the policy
        using var trainer = PpoTrainer.Of(
            new WizardPolicy(), new WizardPolicy.Batch(Environments, Cellar.MaxSlimes), steps: 64, row => new WizardWorld());
        trainer.Run(environmentSteps: 12_000, cancellationToken: TestContext.Current.CancellationToken);

        double random = RandomPlayer.Play(seed: 1, games: 100, check: _ => { });
        Assert.InRange(trainer.Progress.MeanReturn!.Value, 2 * random + 1, Cellar.AllSlimes);
    }
}
