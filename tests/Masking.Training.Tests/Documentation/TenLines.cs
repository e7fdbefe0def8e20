namespace Masking.Training.Tests.Documentation;

/// <summary>The first program of docs/training.md.</summary>
internal static class TenLines
{
    public static double Run(IProgress<TrainingProgress> progress, string path)
    {
        // begin
        using var trainer = PpoTrainer.Of(new NimPolicy(), environments: 16, steps: 64, row => new NimGame());
        trainer.Run(environmentSteps: 40_000, progress);
        trainer.Policy.Save(path);

        using var policy = NimPolicy.Load(path);        // later, in the game
        // end
        using NimPolicy.Batch batch = new(environments: 1);
        batch.Pile(0)[5] = 1;
        using Step<NimPolicy.Actions> step = policy.ActGreedily(batch.Observation);

        // Of six coins, the best player takes two and leaves four.
        return step.Actions.TakeAt(0) == Take.Two ? trainer.Progress.MeanReturn!.Value : double.NaN;
    }
}
