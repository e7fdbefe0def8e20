using Masking;
using Masking.Training;

namespace Examples.Training;

public sealed class FirstTraining
{
    [Fact]
    public void Learns_AndItsFileIsPlayed()
    {
        const string path = "nim.safetensors";
        Assert.InRange(Train(path), 0.75, 1);
        Assert.Contains(Play(path).Reward, new float[] { 1, -1 });
    }

    private static double Train(string path)
    {
        using var trainer = PpoTrainer.Of(new NimPolicy(), environments: 16, steps: 64, row => new NimGame());
        trainer.Run(environmentSteps: 40_000, progress => Console.WriteLine(progress));
        trainer.Policy.Save(path);

        return trainer.Progress.MeanReturn!.Value;
    }

    private static StepResult Play(string path)
    {
        using var policy = NimPolicy.Load(path);
        using var batch = new NimPolicy.Batch(environments: 1);
        var game = new NimGame();
        var random = new RandomNumbers(seed: 7);
        game.Reset(random);
        StepResult result;
        do
        {
            game.WriteObservation(batch, row: 0);
            using Step<NimPolicy.Actions> step = policy.ActGreedily(batch.Observation);
            result = game.Step(step.Actions, row: 0, random);
        }
        while (result.Status == EpisodeStatus.Running);

        return result;
    }
}
